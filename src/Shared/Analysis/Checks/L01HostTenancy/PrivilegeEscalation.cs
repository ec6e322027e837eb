using Posture.Analysis.Indexes;

namespace Posture.Analysis.Checks.L01HostTenancy;

/// <summary>L1-CTR-PRIV-ESCALATION: absent counts as allowed (rule R14); container level only; Windows pods are out since policy version 1.25 (R5).</summary>
internal sealed class PrivilegeEscalation : WorkloadCheck
{
    public override string Id => "L1-CTR-PRIV-ESCALATION";

    protected override void Evaluate(Workload workload, PodView pod, ClusterView view, Judgement judgement)
    {
        if (pod.IsWindows && view.IsAtLeast(25))
        {
            judgement.NotApplicable("Windows has no setuid programs (R5).");
            return;
        }
        foreach (var container in pod.Containers())
            if (container.Container.SecurityContext?.AllowPrivilegeEscalation is not false and var allowed)
                judgement.Fail(container.At("securityContext.allowPrivilegeEscalation"), allowed is null ? "absent" : "true", "false",
                    $"A program in container {container.Container.Name} can gain more rights than it was started with.");
    }
}
