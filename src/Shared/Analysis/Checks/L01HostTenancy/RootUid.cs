using Posture.Analysis.Indexes;

namespace Posture.Analysis.Checks.L01HostTenancy;

/// <summary>L1-CTR-RUN-AS-ROOT-UID: 0 at pod level fails even where every container overrides it (PSS restricted "runAsUser"; rules R4, R6).</summary>
internal sealed class RootUid : WorkloadCheck
{
    private const string Field = "securityContext.runAsUser";

    public override string Id => "L1-CTR-RUN-AS-ROOT-UID";

    protected override void Evaluate(Workload workload, PodView pod, ClusterView view, Judgement judgement)
    {
        if (pod.Spec.HostUsers == false && view.IsAtLeast(35))
        {
            judgement.NotApplicable("The pod has its own user namespace: its root is an ordinary user on the node (R6).");
            return;
        }
        if (pod.Spec.SecurityContext?.RunAsUser == 0)
            judgement.Fail(pod.At(Field), "0", "a UID above 0, or absent", "The pod pins its containers to root.");
        foreach (var container in pod.Containers())
            if (container.Container.SecurityContext?.RunAsUser == 0)
                judgement.Fail(container.At(Field), "0", "a UID above 0, or absent", $"Container {container.Container.Name} is pinned to root.");
    }
}
