using Posture.Analysis.Indexes;
using Posture.Model.Inventory;

namespace Posture.Analysis.Checks.L04Build;

/// <summary>
/// L4-BUILD-SA-POWER: a service account of a build or delivery namespace, itself or by its namespace's group, is bound to cluster-admin or to a role with
/// wildcards as L6-RBAC-WILDCARD knows them (MS-M9004, Kubescape C-0272).
/// </summary>
internal sealed class PipelineRights : ObjectCheck<KubeObject>
{
    private const string Group = "system:serviceaccounts:";

    public override string Id => "L4-BUILD-SA-POWER";

    public override IReadOnlyList<KindRef> Reads { get; } = [.. Kinds<Role>(), .. Kinds<ClusterRole>()];

    protected internal override IReadOnlyList<KindRef> SubjectKinds { get; } = [.. Kinds<RoleBinding>(), .. Kinds<ClusterRoleBinding>()];

    protected override bool Concerns(KubeObject item, ClusterView view) => PartsOf(item).Subjects.Any(subject => IsPipeline(subject, item.Namespace, view));

    protected override void Evaluate(KubeObject item, ClusterView view, Judgement judgement)
    {
        var (reference, subjects) = PartsOf(item);
        var rules = reference.Kind == "Role"
            ? view.Inventory.Find<Role>(item.Namespace, reference.Name)?.Rules
            : view.Inventory.Find<ClusterRole>("", reference.Name) is { } role && (role.AggregationRule is null || role.Rules.Count > 0) ? role.Rules : null;
        var admin = reference is { Kind: "ClusterRole", Name: "cluster-admin" };
        if (rules is null && !admin)
            judgement.NotAssessed($"The rules of {reference.Kind} {reference.Name} are not among the objects read.");
        else if (admin || rules!.Any(HasWildcard))
            for (var i = 0; i < subjects.Count; i++)
                if (IsPipeline(subjects[i], item.Namespace, view))
                    judgement.Fail($"subjects[{i}]", $"{subjects[i].Kind} {subjects[i].Name} holds {reference.Name}",
                        "a role that lists its verbs and resources",
                        $"Whoever controls a build holds {reference.Name} {(item.Namespace.Length == 0 ? "in the whole cluster" : $"in {item.Namespace}")}.");
    }

    private static (RoleRef Role, IReadOnlyList<Subject> Subjects) PartsOf(KubeObject item) => item switch
    {
        ClusterRoleBinding binding => (binding.RoleRef, binding.Subjects),
        RoleBinding binding => (binding.RoleRef, binding.Subjects),
        _ => (new(), []),
    };

    private static bool IsPipeline(Subject subject, string bindingNamespace, ClusterView view) => subject switch
    {
        { Kind: "ServiceAccount" } => IsPipeline(subject.Namespace is { Length: > 0 } ns ? ns : bindingNamespace, view),
        { Kind: "User" } when subject.Name.Split(':') is ["system", "serviceaccount", var ns, _] => IsPipeline(ns, view),
        { Kind: "Group" } when subject.Name.StartsWith(Group, StringComparison.Ordinal) => IsPipeline(subject.Name[Group.Length..], view),
        _ => false,
    };

    private static bool IsPipeline(string ns, ClusterView view)
    {
        foreach (var entry in view.Policy.PipelineNamespaces)
            if (entry.EndsWith('*') ? ns.StartsWith(entry[..^1], StringComparison.Ordinal) : ns == entry)
                return true;
        return false;
    }

    private static bool HasWildcard(PolicyRule rule) => rule.Verbs.Contains("*") || rule.ApiGroups.Contains("*")
        || rule.Resources.Any(resource => resource == "*" || resource.EndsWith("/*", StringComparison.Ordinal));
}
