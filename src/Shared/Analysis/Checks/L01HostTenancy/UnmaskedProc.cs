using Posture.Analysis.Indexes;

namespace Posture.Analysis.Checks.L01HostTenancy;

/// <summary>L1-CTR-PROC-MOUNT: /proc keeps its masks (PSS baseline "procMount"). With a user namespace the baseline allows it from 1.35 on (rule R6).</summary>
internal sealed class UnmaskedProc : WorkloadCheck
{
    public override string Id => "L1-CTR-PROC-MOUNT";

    protected override void Evaluate(Workload workload, PodView pod, ClusterView view, Judgement judgement)
    {
        foreach (var container in pod.Containers())
        {
            if (container.Container.SecurityContext?.ProcMount is not { } mount || mount is "Default" or "")
                continue;
            if (pod.Spec.HostUsers == false && view.IsAtLeast(35))
            {
                judgement.NotApplicable("The pod has a user namespace of its own; the restricted level still refuses it.");
                return;
            }
            judgement.Fail(container.At("securityContext.procMount"), mount, "Default or absent",
                $"Container {container.Container.Name} sees the parts of /proc that are masked otherwise.");
        }
    }
}
