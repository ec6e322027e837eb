using Posture.Model.Inventory;

namespace Posture.Analysis.Indexes;

/// <summary>Matches rules as the API server's RBAC authorizer does.</summary>
public static class RuleMatch
{
    /// <summary>
    /// Whether the rule allows a verb on a resource; <paramref name="resource"/> may be <c>pods/exec</c>. <c>*</c> and <c>*/sub</c> count. A rule limited to
    /// resourceNames allows what names one of them, so nothing without a name: no create, and no list, watch or deletecollection of everything.
    /// </summary>
    public static bool Allows(PolicyRule rule, string group, string resource, string verb, string name = "") =>
        Has(rule.Verbs, verb)
        && Has(rule.ApiGroups, group)
        && HasResource(rule.Resources, resource)
        && (rule.ResourceNames.Count == 0 || rule.ResourceNames.Contains(name));

    /// <summary>Whether the rule allows a verb on a non-resource URL; a URL of the rule that ends in <c>*</c> covers what begins like it.</summary>
    public static bool AllowsPath(PolicyRule rule, string verb, string path) => Has(rule.Verbs, verb) && HasUrl(rule.NonResourceURLs, path);

    /// <summary>Whether the rule names a resource of a group, whatever the verb and the object's name.</summary>
    public static bool Reaches(PolicyRule rule, string group, string resource) => Has(rule.ApiGroups, group) && HasResource(rule.Resources, resource);

    /// <summary>The first of <paramref name="verbs"/> that the rule has (<c>*</c> is every verb), or null.</summary>
    public static string? FirstVerb(PolicyRule rule, params ReadOnlySpan<string> verbs)
    {
        foreach (var verb in verbs)
            if (Has(rule.Verbs, verb))
                return verb;
        return null;
    }

    /// <summary>
    /// Whether <paramref name="owner"/> rules allow everything that <paramref name="rule"/> does. A rule of more than 100 000 combinations of verb, group and
    /// resource counts as not covered.
    /// </summary>
    public static bool Covers(IReadOnlyList<PolicyRule> owner, PolicyRule rule)
    {
        if ((long)rule.Verbs.Count * Math.Max(1, rule.ApiGroups.Count) * Math.Max(1, rule.Resources.Count + rule.NonResourceURLs.Count) > 100_000)
            return false;
        return rule.Verbs.All(verb =>
            rule.NonResourceURLs.All(url => owner.Any(held => Has(held.Verbs, verb) && HasUrl(held.NonResourceURLs, url)))
            && rule.ApiGroups.All(group => rule.Resources.All(resource => owner.Any(held => Has(held.Verbs, verb) && Has(held.ApiGroups, group)
                && HasResource(held.Resources, resource) && (held.ResourceNames.Count == 0 || (rule.ResourceNames.Count > 0 && rule.ResourceNames.All(held.ResourceNames.Contains)))))));
    }

    internal static bool Has(IReadOnlyList<string> values, string value)
    {
        for (var i = 0; i < values.Count; i++) // by index: an enumerator of an interface is an allocation
            if (values[i] is var held && (held == "*" || held == value))
                return true;
        return false;
    }

    private static bool HasUrl(IReadOnlyList<string> urls, string url)
    {
        for (var i = 0; i < urls.Count; i++)
            if (urls[i] is var held && (held == "*" || held == url || (held.EndsWith('*') && url.AsSpan().StartsWith(held.AsSpan().TrimEnd('*'), StringComparison.Ordinal))))
                return true;
        return false;
    }

    private static bool HasResource(IReadOnlyList<string> resources, string resource)
    {
        var slash = resource.IndexOf('/', StringComparison.Ordinal);
        for (var i = 0; i < resources.Count; i++)
        {
            var held = resources[i];
            if (held == "*" || held == resource)
                return true;
            if (slash > 0 && held.StartsWith("*/", StringComparison.Ordinal) && resource.AsSpan(slash + 1).SequenceEqual(held.AsSpan(2)))
                return true;
        }
        return false;
    }
}
