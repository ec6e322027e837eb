using Posture.Analysis.Indexes;

namespace Posture.Analysis.Checks.L07Network;

/// <summary>
/// L7-CTR-PRIVILEGED-PORT: a container that declares a port below 1024 has NET_BIND_SERVICE added or the sysctl lowered; else it needs root to bind it.
/// Windows keeps no port for administrators.
/// </summary>
internal sealed class PrivilegedPort : WorkloadCheck
{
    private const string Sysctl = "net.ipv4.ip_unprivileged_port_start";

    public override string Id => "L7-CTR-PRIVILEGED-PORT";

    protected override void Evaluate(Workload workload, PodView pod, ClusterView view, Judgement judgement)
    {
        if (pod.IsWindows)
        {
            judgement.NotApplicable("Windows has no privileged ports.");
            return;
        }
        var first = 1024;
        foreach (var sysctl in pod.Spec.SecurityContext?.Sysctls ?? [])
            if (sysctl.Name.Replace('/', '.') == Sysctl && int.TryParse(sysctl.Value, out var start))
                first = start;
        foreach (var container in pod.Containers())
        {
            if (container.Container.SecurityContext?.Capabilities?.Add.Contains("NET_BIND_SERVICE") == true)
                continue;
            for (var i = 0; i < container.Container.Ports.Count; i++)
                if (container.Container.Ports[i].Port is { } port && port > 0 && port < first)
                    judgement.Fail(container.At($"ports[{i}].containerPort"), $"{port}", "1024 or above, or NET_BIND_SERVICE",
                        $"Container {container.Container.Name} binds a port that asks for root.");
        }
    }
}
