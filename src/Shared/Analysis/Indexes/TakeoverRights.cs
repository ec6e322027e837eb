using Posture.Model.Inventory;

namespace Posture.Analysis.Indexes;

/// <summary>Rights that lead to the whole cluster in one step.</summary>
internal static class TakeoverRights
{
    private const string Rbac = "rbac.authorization.k8s.io";
    private const string Admission = "admissionregistration.k8s.io";

    private static readonly (string Group, string Resource, string[] Verbs)[] Everywhere =
    [
        ("", "nodes/proxy", ["get", "create"]), ("", "secrets", ["get", "list", "watch"]), ("", "nodes", ["patch", "update"]),
        ("", "serviceaccounts/token", ["create"]),
        ("", "users", ["impersonate"]), ("", "groups", ["impersonate"]), ("", "serviceaccounts", ["impersonate"]), (Rbac, "clusterroles", ["bind", "escalate"]),
        (Rbac, "roles", ["bind", "escalate"]), (Admission, "validatingwebhookconfigurations", ["create", "update", "patch"]),
        (Admission, "mutatingwebhookconfigurations", ["create", "update", "patch"]), ("", "pods", ["create"]),
    ];

    /// <summary>In kube-system, where the accounts of the control plane are.</summary>
    private static readonly (string Group, string Resource, string[] Verbs)[] InSystem = [("", "pods", ["create"]), ("", "serviceaccounts/token", ["create"])];

    /// <summary>The first such right of a grant; null when it has none.</summary>
    public static string? Of(Grant grant) => Of(grant.Namespace, grant.Rules);

    /// <summary>The first such right among rules that hold in a namespace, or everywhere when it is null.</summary>
    public static string? Of(string? ns, IReadOnlyList<PolicyRule> rules)
    {
        if (ns is not (null or "kube-system"))
            return null;
        var table = ns is null ? Everywhere : InSystem;
        foreach (var rule in rules)
        {
            if (rule.ResourceNames.Count > 0)
                continue;
            if (ns is null && rule.Verbs.Contains("*") && rule.Resources.Contains("*") && rule.ApiGroups.Contains("*"))
                return "everything";
            foreach (var (group, resource, verbs) in table)
                if (RuleMatch.Reaches(rule, group, resource) && RuleMatch.FirstVerb(rule, verbs) is { } verb)
                    return $"{verb} {resource}{(ns is null ? "" : $" in {ns}")}";
        }
        return null;
    }
}
