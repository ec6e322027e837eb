using Posture.Analysis.Policy;
using Posture.Model.Inventory;

namespace Posture.Analysis.Indexes;

/// <summary>A RoleBinding or ClusterRoleBinding with the rules it grants and the subjects that count as violators of rights checks (rule R15).</summary>
public sealed class AccessBinding
{
    private static readonly string[] EveryVerb = ["get", "list", "watch", "create", "update", "patch", "delete"];

    private readonly IReadOnlyList<PolicyRule>? _rules;

    internal AccessBinding(KubeObject item, string? ns, RoleRef roleRef, IReadOnlyList<Subject> subjects, KubeObject? role,
        IReadOnlyList<PolicyRule>? rules, PosturePolicy policy)
    {
        Object = item;
        Namespace = ns;
        RoleRef = roleRef;
        Subjects = subjects;
        Role = role;
        _rules = rules;
        Holders = [.. subjects.Where(subject => !SubjectClass.IsSystem(subject) && !SubjectClass.IsTrusted(subject, item.Namespace, policy))];
    }

    public KubeObject Object { get; }

    /// <summary>Namespace the rights hold in; null for the whole cluster.</summary>
    public string? Namespace { get; }

    public RoleRef RoleRef { get; }

    public IReadOnlyList<Subject> Subjects { get; }

    /// <summary>
    /// <see cref="Subjects"/> that an identity can be, each once: a service account without a namespace has that of its RoleBinding; one without any, and a kind
    /// that is none of the three, nobody is.
    /// </summary>
    public IReadOnlyList<Subject> Members => field ??= [.. Subjects.Select(Member).OfType<Subject>().DistinctBy(subject => (subject.Kind, subject.Namespace, subject.Name))];

    /// <summary>The role object; null when the inventory has none.</summary>
    public KubeObject? Role { get; }

    /// <summary>Rules granted; none for a missing role.</summary>
    public IReadOnlyList<PolicyRule> Rules => _rules ?? [];

    /// <summary>False when the role is missing from a dump that does not hold the whole cluster: its rules are unknown.</summary>
    public bool IsKnown => _rules is not null;

    /// <summary>Grants cluster-admin, or a role as wide: one rule with <c>*</c> in groups, resources and verbs, or every verb of the API by name.</summary>
    public bool IsClusterAdmin => RoleRef is { Kind: "ClusterRole", Name: ShippedAccess.ClusterAdmin } || IsEverything(Rules);

    /// <summary>Subjects that are neither components of Kubernetes nor trusted by the policy.</summary>
    public IReadOnlyList<Subject> Holders { get; }

    /// <summary>Where the rights hold, for messages.</summary>
    public string Place => Namespace is null ? "in the whole cluster" : $"in namespace {Namespace}";

    /// <summary>Where a rule stands, for evidence.</summary>
    public string RuleAt(int rule) => Role is null ? "roleRef" : $"{Role.Kind}/{Role.Name}: rules[{rule}]";

    /// <summary>Whether one of the rules is as wide as cluster-admin's.</summary>
    internal static bool IsEverything(IReadOnlyList<PolicyRule> rules) =>
        rules.Any(rule => rule.ResourceNames.Count == 0 && rule.ApiGroups.Contains("*") && rule.Resources.Contains("*")
            && (rule.Verbs.Contains("*") || EveryVerb.All(rule.Verbs.Contains)));

    private Subject? Member(Subject subject) => subject.Kind switch
    {
        "User" or "Group" => subject.Namespace is null ? subject : subject with { Namespace = null },
        "ServiceAccount" when string.IsNullOrEmpty(subject.Namespace) => Namespace is null ? null : subject with { Namespace = Namespace },
        "ServiceAccount" => subject,
        _ => null,
    };
}
