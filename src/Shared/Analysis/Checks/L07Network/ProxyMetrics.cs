using System.Net;
using Posture.Analysis.Indexes;
using Posture.Model.Inventory;

namespace Posture.Analysis.Checks.L07Network;

/// <summary>
/// L7-KUBE-PROXY-METRICS: kube-proxy serves its metrics on the loopback address only (CIS 4.3.1), by its configuration file, or by its flags where it has no
/// file: flags count for nothing beside one.
/// </summary>
internal sealed class ProxyMetrics : ClusterCheck
{
    private const string Flag = "metrics-bind-address";
    private const string Setting = "metricsBindAddress";
    private const string Proxy = "kube-proxy";

    public override string Id => "L7-KUBE-PROXY-METRICS";

    public override IReadOnlyList<KindRef> Reads { get; } = [.. Kinds<ConfigMap>(), .. Kinds<Pod>(), .. Kinds<DaemonSet>()];

    public override bool Heeds(KubeObject changed) => changed.Namespace == ControlPlaneFlags.Namespace && (changed is not ConfigMap || changed.Name == Proxy);

    protected override void Evaluate(ClusterView view, Judgement judgement)
    {
        var file = view.Inventory.Find<ConfigMap>(ControlPlaneFlags.Namespace, Proxy)?.Data.Setting("config.conf");
        var isFile = ComponentSettings.Read(file, "kind") == "KubeProxyConfiguration";
        if (isFile)
            Judge($"ConfigMap/kube-system/{Proxy}: data[config.conf] {Setting}", ComponentSettings.Read(file, Setting), judgement);
        var seen = isFile;
        foreach (var process in Processes(view))
        {
            if (!process.Has("config"))
                Judge(process.At(Flag), process[Flag], judgement);
            else if (!isFile)
                judgement.NotAssessed("kube-proxy reads a configuration file that is not in its ConfigMap: import kube-bench results of the nodes.");
            seen = true;
        }
        if (!seen)
            judgement.NotAssessed("Neither kube-proxy nor its ConfigMap is visible in kube-system: it may be replaced by the network plug-in.");
    }

    /// <summary>Live pods, or the DaemonSet where none is known.</summary>
    private static IEnumerable<ComponentFlags> Processes(ClusterView view)
    {
        if (view.ControlPlane.Of(Proxy).Any())
            return view.ControlPlane.Of(Proxy);
        return view.Inventory.Find<DaemonSet>(ControlPlaneFlags.Namespace, Proxy)?.Spec.Template.Spec is { Containers.Count: > 0 } spec
            ? [new(ComponentCommand.As(Proxy, spec.Containers[0]), new() { Spec = spec }, 0, $"DaemonSet/{Proxy}: spec.template.spec")]
            : [];
    }

    private static void Judge(string path, string? value, Judgement judgement)
    {
        if (string.IsNullOrEmpty(value))
            judgement.Note(path, "unset", "The default is 127.0.0.1:10249.");
        else if (value == ComponentSettings.Unreadable)
            judgement.NotAssessed($"{path} is written in a style that is not read.");
        else if (IPEndPoint.TryParse(value, out var address) && IPAddress.IsLoopback(address.Address))
            judgement.Note(path, value, "A loopback address.");
        else
            judgement.Fail(path, value, "127.0.0.1 or ::1, or unset",
                "Whoever reaches a node reads which Services and endpoints there are, and profiles the proxy.");
    }
}
