using Posture.Analysis.Indexes;

namespace Posture.Analysis.Checks.L07Network;

/// <summary>L7-POD-HOST-NETWORK: the pod has a network of its own (CIS 5.2.5, PSS baseline "hostNamespaces").</summary>
internal sealed class HostNetwork : WorkloadCheck
{
    public override string Id => "L7-POD-HOST-NETWORK";

    protected override void Evaluate(Workload workload, PodView pod, ClusterView view, Judgement judgement)
    {
        if (pod.Spec.HostNetwork == true)
            judgement.Fail(pod.At("hostNetwork"), "true", "false or absent", "The pod shares the network of its node and escapes network policies.");
    }
}
