using Posture.Analysis.Indexes;

namespace Posture.Analysis.Checks.L01HostTenancy;

/// <summary>L1-POD-HOST-IPC: pod level only (CIS 5.2.4, PSS baseline "hostNamespaces").</summary>
internal sealed class HostIpc : WorkloadCheck
{
    public override string Id => "L1-POD-HOST-IPC";

    protected override void Evaluate(Workload workload, PodView pod, ClusterView view, Judgement judgement)
    {
        if (pod.Spec.HostIPC == true)
            judgement.Fail(pod.At("hostIPC"), "true", "false or absent", "The pod shares memory segments and semaphores with its node.");
    }
}
