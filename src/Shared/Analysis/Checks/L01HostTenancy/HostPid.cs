using Posture.Analysis.Indexes;

namespace Posture.Analysis.Checks.L01HostTenancy;

/// <summary>L1-POD-HOST-PID: pod level only; an explicit false passes (CIS 5.2.3, PSS baseline "hostNamespaces").</summary>
internal sealed class HostPid : WorkloadCheck
{
    public override string Id => "L1-POD-HOST-PID";

    protected override void Evaluate(Workload workload, PodView pod, ClusterView view, Judgement judgement)
    {
        if (pod.Spec.HostPID == true)
            judgement.Fail(pod.At("hostPID"), "true", "false or absent", "The pod sees and can signal every process of its node.");
    }
}
