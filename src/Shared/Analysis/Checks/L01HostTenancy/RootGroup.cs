using Posture.Analysis.Indexes;
using Posture.Model.Verdicts;

namespace Posture.Analysis.Checks.L01HostTenancy;

/// <summary>
/// L1-CTR-ROOT-GROUP: no container runs with group 0, as its own, a supplementary or the file-system group. A user without a group falls back to group 0 and is
/// low.
/// </summary>
internal sealed class RootGroup : WorkloadCheck
{
    public override string Id => "L1-CTR-ROOT-GROUP";

    protected override void Evaluate(Workload workload, PodView pod, ClusterView view, Judgement judgement)
    {
        if (pod.IsWindows)
        {
            judgement.NotApplicable("Windows has no numeric groups.");
            return;
        }
        var context = pod.Spec.SecurityContext;
        if (context?.FsGroup == 0)
            judgement.Fail(pod.At("securityContext.fsGroup"), "0", "a group of the program", "Volumes belong to the group of root.");
        if (context?.SupplementalGroups.Contains(0) == true)
            judgement.Fail(pod.At("securityContext.supplementalGroups"), "0", "groups other than 0", "The processes are in the group of root.");
        foreach (var container in pod.Containers())
            if (container.Security.RunAsGroup == 0)
                judgement.Fail(container.At("securityContext.runAsGroup"), "0", "a group of the program", $"Container {container.Container.Name} runs in the group of root.");
            else if (container.Security is { RunAsGroup: null, RunAsUser: > 0 })
                judgement.Fail(container.At("securityContext.runAsGroup"), "absent", "a group of the program",
                    $"Container {container.Container.Name} names a user but no group: the runtime falls back to group 0.", Severity.Low);
    }
}
