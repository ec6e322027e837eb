using Posture.Analysis.Indexes;
using Posture.Model.Inventory;
using Posture.Model.Verdicts;

namespace Posture.Analysis.Checks.L06Orchestration;

/// <summary>
/// L6-RBAC-ESCALATE: bind, escalate, writing roles or bindings, impersonating (also the constrained verbs of 1.35+), without resourceNames or with the name of
/// what has every right. A RoleBinding only gives what is namespaced: it impersonates no users and writes no ClusterRoleBinding, but bind on clusterroles works
/// there.
/// </summary>
internal sealed class Escalate : RightCheck
{
    private const string Rbac = "rbac.authorization.k8s.io";
    private const string Authentication = "authentication.k8s.io";

    private static readonly (string Group, string Resource, string[] Verbs, bool Namespaced)[] Rights =
    [
        ("", "groups", ["impersonate"], false), ("", "users", ["impersonate"], false), ("", "serviceaccounts", ["impersonate"], true),
        (Authentication, "uids", ["impersonate"], false), (Authentication, "userextras", ["impersonate"], false),
        (Rbac, "clusterroles", ["escalate", "create", "update", "patch"], false), (Rbac, "clusterroles", ["bind"], true),
        (Rbac, "roles", ["escalate", "bind", "create", "update", "patch"], true),
        (Rbac, "clusterrolebindings", ["create", "update", "patch"], false), (Rbac, "rolebindings", ["create", "update", "patch"], true),
    ];

    public override string Id => "L6-RBAC-ESCALATE";

    protected override string Expected => "no such verb, or resourceNames that limit it";

    protected override string? RightOf(PolicyRule rule, AccessBinding binding)
    {
        if (rule.ResourceNames.Count > 0)
            return EveryRightOf(rule, binding);
        foreach (var verb in rule.Verbs)
            if (verb.StartsWith("impersonate-on:", StringComparison.Ordinal) || verb.StartsWith("impersonate:", StringComparison.Ordinal))
                return $"{verb} {string.Join(',', rule.Resources)}";
        foreach (var (group, resource, verbs, namespaced) in Rights)
            if ((namespaced || binding.Namespace is null) && Names(rule, group, resource) && RuleMatch.FirstVerb(rule, verbs) is { } verb)
                return $"{verb} {resource}";
        return null;
    }

    /// <summary>A name that limits nothing: the group that no authorizer refuses, the role with every right.</summary>
    private static string? EveryRightOf(PolicyRule rule, AccessBinding binding) =>
        binding.Namespace is null && RuleMatch.Allows(rule, "", "groups", "impersonate", "system:masters")
            ? "impersonate groups"
            : RuleMatch.Allows(rule, Rbac, "clusterroles", "bind", "cluster-admin") ? "bind clusterroles" : null;

    /// <summary>Impersonating groups reaches system:masters.</summary>
    protected override Severity? SeverityOf(string right, AccessBinding binding) => right == "impersonate groups" ? Severity.Critical : null;

    /// <summary>userextras are granted key by key: userextras/scopes.</summary>
    private static bool Names(PolicyRule rule, string group, string resource) =>
        RuleMatch.Reaches(rule, group, resource)
        || (resource == "userextras" && rule.Resources.Any(held => held.StartsWith("userextras/", StringComparison.Ordinal)) && RuleMatch.Has(rule.ApiGroups, group));
}
