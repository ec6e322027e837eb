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
    public static string? Of(Grant grant)
    {
        if (grant.Namespace is not (null or "kube-system"))
            return null;
        var table = grant.Namespace is null ? Everywhere : InSystem;
        foreach (var rule in grant.Rules)
        {
            if (rule.ResourceNames.Count > 0)
                continue;
            if (grant.Namespace is null && rule.Verbs.Contains("*") && rule.Resources.Contains("*") && rule.ApiGroups.Contains("*"))
                return "everything";
            foreach (var (group, resource, verbs) in table)
                if (RuleMatch.Reaches(rule, group, resource) && RuleMatch.FirstVerb(rule, verbs) is { } verb)
                    return $"{verb} {resource}{(grant.Namespace is null ? "" : $" in {grant.Namespace}")}";
        }
        return null;
    }
}
