using Posture.Model.Inventory;
using static Posture.Analysis.PodSecurity.PodRuleText;

namespace Posture.Analysis.PodSecurity;

/// <summary>Probes and lifecycle hooks must not aim at a host of their own (v1.34 on): the kubelet would send the request from the node.</summary>
internal static class HandlerRules
{
    public static (string, string)? Hosts(ObjectMeta metadata, PodSpec spec)
    {
        if (Offenders(spec, static container => NamesHost(container)) is not { } found)
            return null;
        var bad = Distinct(found);
        var hosts = Distinct(Containers(spec).SelectMany(Handlers).SelectMany(handler => new[] { handler?.HttpGet?.Host, handler?.TcpSocket?.Host })
            .Where(host => host?.Length > 0));
        return ("probe or lifecycle host",
            $"{Named([.. bad])} {(bad.Count == 1 ? "uses" : "use")} {Plural("probe or lifecycle host", hosts.Count)} {Quoted(hosts)}");
    }

    private static bool NamesHost(Container container) =>
        NamesHost(container.LivenessProbe) || NamesHost(container.ReadinessProbe) || NamesHost(container.StartupProbe)
        || (container.Lifecycle is { } hooks && (NamesHost(hooks.PostStart) || NamesHost(hooks.PreStop)));

    private static bool NamesHost(Probe? handler) => handler is { HttpGet.Host.Length: > 0 } or { TcpSocket.Host.Length: > 0 };

    private static IEnumerable<Probe?> Handlers(Container container) =>
        [container.LivenessProbe, container.ReadinessProbe, container.StartupProbe, container.Lifecycle?.PostStart, container.Lifecycle?.PreStop];
}
