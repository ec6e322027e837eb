using Posture.Analysis.Indexes;
using Posture.Model.Inventory;

namespace Posture.Analysis.Checks.L07Network;

/// <summary>L7-CTR-PROBE-HOST: probes and hooks aim at the pod itself: the kubelet sends them, from inside the node (PSS baseline from 1.34).</summary>
internal sealed class ProbeHost : WorkloadCheck
{
    public override string Id => "L7-CTR-PROBE-HOST";

    protected override void Evaluate(Workload workload, PodView pod, ClusterView view, Judgement judgement)
    {
        if (!view.IsAtLeast(34))
        {
            judgement.NotApplicable("Before Kubernetes 1.34 the baseline does not forbid it.");
            return;
        }
        foreach (var container in pod.Containers())
        {
            if (container.Role == ContainerRole.Ephemeral)
                continue;
            Judge(container, container.Container.LivenessProbe, "livenessProbe", judgement);
            Judge(container, container.Container.ReadinessProbe, "readinessProbe", judgement);
            Judge(container, container.Container.StartupProbe, "startupProbe", judgement);
            Judge(container, container.Container.Lifecycle?.PostStart, "lifecycle.postStart", judgement);
            Judge(container, container.Container.Lifecycle?.PreStop, "lifecycle.preStop", judgement);
        }
    }

    private static void Judge(ContainerView container, Probe? probe, string field, Judgement judgement)
    {
        if (probe?.HttpGet?.Host is { Length: > 0 } host)
            judgement.Fail(container.At($"{field}.httpGet.host"), host, "absent", $"The kubelet of the node connects to {host} for the pod.");
        if (probe?.TcpSocket?.Host is { Length: > 0 } address)
            judgement.Fail(container.At($"{field}.tcpSocket.host"), address, "absent", $"The kubelet of the node connects to {address} for the pod.");
    }
}
