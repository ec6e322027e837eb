using Posture.Analysis.Indexes;
using Posture.Model.Verdicts;

namespace Posture.Analysis.Checks.L06Orchestration;

/// <summary>
/// L6-RBAC-CLUSTER-ADMIN: cluster-admin, or a role as wide (verbs, groups and resources all <c>*</c>), bound beyond the bootstrap bindings (CIS 5.1.1). In one
/// namespace it counts as medium. Trusted users and groups pass up to the policy's budget.
/// </summary>
internal sealed class ClusterAdmin : BindingCheck
{
    private const string Expected = "only the bootstrap bindings and trusted break-glass subjects";

    public override string Id => "L6-RBAC-CLUSTER-ADMIN";

    /// <summary>Bindings elsewhere count into the budget.</summary>
    public override bool CrossNamespace => true;

    protected override void Evaluate(AccessBinding binding, ClusterView view, Judgement judgement)
    {
        if (!binding.IsClusterAdmin)
        {
            if (!binding.IsKnown && binding.Holders.Count > 0)
                judgement.NotAssessed($"{binding.RoleRef.Kind} {binding.RoleRef.Name} is not among the objects read, so the rights it grants are unknown.");
            return;
        }
        Severity? severity = binding.Namespace is null ? null : Severity.Medium;
        var bootstrap = view.Access.IsShipped(binding.Object);
        for (var i = 0; i < binding.Subjects.Count; i++)
        {
            var subject = binding.Subjects[i];
            var name = SubjectClass.NameOf(subject, binding.Object.Namespace);
            if (bootstrap || (binding is { Namespace: null, Object.Name: ShippedAccess.ClusterAdmin } && name == "Group:system:masters"))
                judgement.Note($"subjects[{i}]", name, "Bootstrap binding.");
            else if (SubjectClass.IsSystem(subject))
                judgement.Exempt($"{name} is a component of Kubernetes (R15).");
            else if (!SubjectClass.IsTrusted(subject, binding.Object.Namespace, view.Policy))
                judgement.Fail($"subjects[{i}]", name, Expected, $"{name} holds every right {binding.Place} by {binding.RoleRef.Kind} {binding.RoleRef.Name}.", severity);
            else if (subject.Kind != "ServiceAccount" && view.Access.TrustedAdmins is var held && held > view.Policy.ClusterAdminBudget)
                judgement.Fail($"subjects[{i}]", $"{held} trusted users and groups", $"at most {view.Policy.ClusterAdminBudget}",
                    $"{name} is trusted, but more people hold cluster-admin than the budget allows.", severity);
            else
                judgement.Note($"subjects[{i}]", name, "Trusted by the policy.");
        }
    }
}
