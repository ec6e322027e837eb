using Posture.Analysis.Indexes;

namespace Posture.Analysis.Checks.L07Network;

/// <summary>L7-CTR-HOST-PORT: no port of the node is opened by a container (PSS baseline "hostPorts"); with the network of the node every port is one.</summary>
internal sealed class HostPorts : WorkloadCheck
{
    public override string Id => "L7-CTR-HOST-PORT";

    protected override void Evaluate(Workload workload, PodView pod, ClusterView view, Judgement judgement)
    {
        foreach (var container in pod.Containers())
            for (var i = 0; i < container.Container.Ports.Count; i++)
                if (container.Container.Ports[i].HostPort is { } port and not 0)
                    judgement.Fail(container.At($"ports[{i}].hostPort"), $"{port}", "absent, behind a Service", $"Port {port} of each node leads to the pod, past every Service.");
    }
}
