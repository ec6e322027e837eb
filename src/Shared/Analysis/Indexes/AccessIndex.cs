using Posture.Model.Inventory;

namespace Posture.Analysis.Indexes;

/// <summary>
/// Who is granted what: every binding resolved to its role's rules (rule R15), aggregation as stored. Built once and rebuilt when an RBAC object changes.
/// </summary>
public sealed class AccessIndex
{
    internal AccessIndex(ClusterInventory inventory)
    {
        var grants = new List<Grant>();
        foreach (var binding in inventory.All<ClusterRoleBinding>())
            foreach (var subject in binding.Subjects)
                grants.Add(new(subject, binding, null, binding.RoleRef, RulesOf(inventory, binding.RoleRef, "")));
        foreach (var binding in inventory.All<RoleBinding>())
            foreach (var subject in binding.Subjects)
                grants.Add(new(subject, binding, binding.Namespace, binding.RoleRef, RulesOf(inventory, binding.RoleRef, binding.Namespace)));
        Grants = grants;
        BySubject = grants.ToLookup(grant => KeyOf(grant.Subject, grant.Binding.Namespace));
    }

    public IReadOnlyList<Grant> Grants { get; }

    /// <summary>Grants by (subject kind, namespace, name); the namespace is empty for users and groups.</summary>
    public ILookup<(string Kind, string Namespace, string Name), Grant> BySubject { get; }

    /// <summary>Grants of a service account, those of its implied groups included.</summary>
    public IEnumerable<Grant> OfServiceAccount(string ns, string name) =>
        BySubject[("ServiceAccount", ns, name)]
            .Concat(BySubject[("User", "", $"system:serviceaccount:{ns}:{name}")])
            .Concat(BySubject[("Group", "", $"system:serviceaccounts:{ns}")])
            .Concat(BySubject[("Group", "", "system:serviceaccounts")])
            .Concat(BySubject[("Group", "", "system:authenticated")]);

    private static (string Kind, string Namespace, string Name) KeyOf(Subject subject, string bindingNamespace) =>
        (subject.Kind, subject.Kind == "ServiceAccount" ? subject.Namespace ?? bindingNamespace : "", subject.Name);

    private static IReadOnlyList<PolicyRule> RulesOf(ClusterInventory inventory, RoleRef role, string ns) => role.Kind switch
    {
        "ClusterRole" => inventory.Find<ClusterRole>("", role.Name)?.Rules ?? [],
        "Role" => inventory.Find<Role>(ns, role.Name)?.Rules ?? [],
        _ => [],
    };
}

/// <summary>One subject of one binding and the rules it gets. <see cref="Namespace"/> null means the whole cluster. A missing role gives no rules.</summary>
public sealed record Grant(Subject Subject, KubeObject Binding, string? Namespace, RoleRef Role, IReadOnlyList<PolicyRule> Rules);

/// <summary>Matches rules as the API server's RBAC authorizer does.</summary>
public static class RuleMatch
{
    /// <summary>
    /// Whether the rule allows a verb on a resource; <paramref name="resource"/> may be <c>pods/exec</c>. <c>*</c> and <c>*/sub</c> count; a rule limited to
    /// resourceNames does not allow list, watch, create or deletecollection of the whole collection and counts as not matching unless <paramref name="named"/>.
    /// </summary>
    public static bool Allows(PolicyRule rule, string group, string resource, string verb, bool named = false) =>
        (rule.ResourceNames.Count == 0 || named)
        && Has(rule.Verbs, verb)
        && Has(rule.ApiGroups, group)
        && HasResource(rule.Resources, resource);

    private static bool Has(IReadOnlyList<string> values, string value)
    {
        foreach (var held in values)
            if (held == "*" || held == value)
                return true;
        return false;
    }

    private static bool HasResource(IReadOnlyList<string> resources, string resource)
    {
        var slash = resource.IndexOf('/', StringComparison.Ordinal);
        foreach (var held in resources)
        {
            if (held == "*" || held == resource)
                return true;
            if (slash > 0 && held.StartsWith("*/", StringComparison.Ordinal) && resource.AsSpan(slash + 1).SequenceEqual(held.AsSpan(2)))
                return true;
        }
        return false;
    }
}
