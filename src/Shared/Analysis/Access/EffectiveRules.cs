using Posture.Model.Inventory;

namespace Posture.Analysis.Access;

/// <summary>
/// What an identity may do, compacted: rules of one place that differ only in verbs become one, and so do rules that differ only in resources and come from the same
/// places. Nothing is lost and nothing added: the merged rules allow exactly what the rules of the roles do.
/// </summary>
public static class EffectiveRules
{
    private const string Separator = "\n";

    /// <summary>Rules of the identity: in the whole cluster first, then by namespace. With <paramref name="ns"/> only what holds there.</summary>
    public static IReadOnlyList<EffectiveRule> Of(Authorizer authorizer, Identity identity, string? ns = null)
    {
        var byVerbs = new Dictionary<(string? Place, string Groups, string Resources, string Names, string Urls), Parts>();
        foreach (var binding in authorizer.BindingsOf(identity, ns))
            for (var i = 0; i < binding.Rules.Count; i++)
            {
                var rule = binding.Rules[i];
                // A right on a non-resource URL holds in the whole cluster only (RBAC's validation refuses it in a Role).
                var urls = binding.Namespace is null ? rule.NonResourceURLs : [];
                if (rule.Resources.Count > 0)
                    Add(byVerbs, binding.Namespace, rule with { NonResourceURLs = [] }, new(binding, i));
                if (urls.Count > 0)
                    Add(byVerbs, null, new() { Verbs = rule.Verbs, NonResourceURLs = urls }, new(binding, i));
            }
        return
        [
            .. byVerbs.Select(pair => (pair.Key, pair.Value, Verbs: Key(pair.Value.Verbs), From: pair.Value.SourceKey))
                .GroupBy(row => (row.Key.Place, row.Key.Groups, row.Key.Names, row.Key.Urls, row.Verbs, row.From))
                .Select(rows => new EffectiveRule(rows.Key.Place, new()
                {
                    Verbs = [.. Words(rows.Key.Verbs)],
                    ApiGroups = [.. Words(rows.Key.Groups)],
                    Resources = [.. rows.SelectMany(row => Words(row.Key.Resources)).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)],
                    ResourceNames = [.. Words(rows.Key.Names)],
                    NonResourceURLs = [.. Words(rows.Key.Urls)],
                }, [.. rows.SelectMany(row => row.Value.Sources).Distinct()]))
                .OrderBy(rule => rule.Namespace ?? "", StringComparer.Ordinal).ThenBy(rule => Key(rule.Rule.ApiGroups), StringComparer.Ordinal)
                .ThenBy(rule => Key(rule.Rule.Resources), StringComparer.Ordinal).ThenBy(rule => Key(rule.Rule.ResourceNames), StringComparer.Ordinal)
                .ThenBy(rule => Key(rule.Rule.NonResourceURLs), StringComparer.Ordinal),
        ];
    }

    private static void Add(Dictionary<(string?, string, string, string, string), Parts> parts, string? place, PolicyRule rule, AccessHolder source)
    {
        var key = (place, Key(rule.ApiGroups), Key(rule.Resources), Key(rule.ResourceNames), Key(rule.NonResourceURLs));
        if (!parts.TryGetValue(key, out var held))
            parts[key] = held = new();
        held.Verbs.UnionWith(rule.Verbs);
        held.Sources.Add(source);
    }

    /// <summary>A list as a set, in one text. The core group is the empty text, so every word ends with the separator.</summary>
    private static string Key(IEnumerable<string> words) =>
        string.Concat(words.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).Select(word => word + Separator));

    private static IEnumerable<string> Words(string key) => key.Length == 0 ? [] : key[..^1].Split('\n');

    private sealed class Parts
    {
        public HashSet<string> Verbs { get; } = new(StringComparer.Ordinal);

        public List<AccessHolder> Sources { get; } = [];

        /// <summary>The bindings, whichever of their rules: rules of one role that differ in resources only are merged.</summary>
        public string SourceKey => Key(Sources.Select(source => source.Binding.Object.Ref.ToString()));
    }
}
