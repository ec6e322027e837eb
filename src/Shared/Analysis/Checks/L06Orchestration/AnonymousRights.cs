using Posture.Analysis.Indexes;

namespace Posture.Analysis.Checks.L06Orchestration;

/// <summary>
/// L6-RBAC-ANONYMOUS: nothing is bound to whoever has not signed in but system:public-info-viewer as shipped, and kubeadm's cluster-info for joining nodes.
/// </summary>
internal sealed class AnonymousRights : BindingCheck
{
    private const string JoinInfo = "kubeadm:bootstrap-signer-clusterinfo";

    public override string Id => "L6-RBAC-ANONYMOUS";

    protected override void Evaluate(AccessBinding binding, ClusterView view, Judgement judgement)
    {
        for (var i = 0; i < binding.Subjects.Count; i++)
        {
            var subject = binding.Subjects[i];
            if (!SubjectClass.IsAnonymous(subject))
                continue;
            var path = $"subjects[{i}].name";
            if (binding is { Namespace: null, Object.Name: "system:public-info-viewer" } && IsPublicInfo(binding, view))
                judgement.Note(path, subject.Name, "Version and health only, as shipped.");
            else if (binding is { Namespace: "kube-public", Object.Name: JoinInfo, RoleRef: { Kind: "Role", Name: JoinInfo } })
                judgement.Note(path, subject.Name, "Lets new nodes read cluster-info; remove it once nodes have joined.");
            else
                judgement.Fail(path, subject.Name, "no binding for anonymous users",
                    $"Whoever reaches the API server holds {binding.RoleRef.Kind} {binding.RoleRef.Name} {binding.Place} without signing in.");
        }
    }

    /// <summary>The role of that name, with no more rules than Kubernetes ships.</summary>
    private static bool IsPublicInfo(AccessBinding binding, ClusterView view) =>
        binding.RoleRef is { Kind: "ClusterRole", Name: "system:public-info-viewer" }
        && ShippedAccess.RulesOf(binding.RoleRef.Name) is { } shipped
        && binding.Rules.All(rule => RuleMatch.Covers(shipped, rule));
}
