using Posture.Analysis.Indexes;

namespace Posture.Analysis.Checks.L01HostTenancy;

/// <summary>L1-CTR-PRIVILEGED: container-level only, nothing is inherited (CIS 5.2.2, PSS baseline "privileged").</summary>
internal sealed class PrivilegedContainer : WorkloadCheck
{
    public override string Id => "L1-CTR-PRIVILEGED";

    protected override void Evaluate(Workload workload, PodView pod, ClusterView view, Judgement judgement)
    {
        foreach (var container in pod.Containers())
            if (container.Container.SecurityContext?.Privileged == true)
                judgement.Fail(container.At("securityContext.privileged"), "true", "false or absent", $"Container {container.Container.Name} is privileged.");
    }
}
