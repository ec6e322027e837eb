using System.Text.Json;
using Posture.Model.Inventory;
using Posture.Model.Json;

namespace Posture.Analysis.Indexes.ImagePolicies;

/// <summary>Whether the match section of an admission policy takes in every pod of a namespace.</summary>
internal static class PodScope
{
    /// <summary>Selectors and resource rules of a policy in CEL and of its binding. Conditions narrow further in a way that is not evaluated: null.</summary>
    public static bool? Covers(MatchResources? policy, MatchResources? binding, bool hasConditions, Namespace ns)
    {
        if (!Selects(policy, ns) || !Selects(binding, ns))
            return false;
        return hasConditions ? null : true;
    }

    /// <summary>Whether a selector on namespaces picks this one; absent picks every one.</summary>
    public static bool Selects(LabelSelector? selector, Namespace ns) => selector is null || selector.IsEmpty || selector.Matches(LabelsOf(ns));

    /// <summary>The match section of a policy of another API group; null when absent. One that is not of its shape takes in nothing.</summary>
    public static MatchResources? Parse(JsonElement? element) =>
        element is null ? null : element.Part(ModelJson.Default.MatchResources) ?? new() { NamespaceSelector = JsonFields.Nothing };

    private static bool Selects(MatchResources? match, Namespace ns) => match is null
        || (Selects(match.NamespaceSelector, ns)
            && match.ObjectSelector is null or { IsEmpty: true }
            && (match.ResourceRules.Count == 0 || match.ResourceRules.Any(TakesPods))
            && !match.ExcludeResourceRules.Any(TakesPods));

    private static bool TakesPods(RuleWithOperations rule) =>
        rule.ApiGroups.Any(group => group is "" or "*")
        && rule.Resources.Any(resource => resource is "pods" or "*" or "*/*")
        && rule.Operations.Any(operation => operation is "CREATE" or "*");

    /// <summary>The API server sets the name label on every namespace; a dump without the Namespace object lacks it.</summary>
    private static StringMap LabelsOf(Namespace ns) => ns.Metadata.Labels.ContainsKey(PodPolicyIndex.NameLabel)
        ? ns.Metadata.Labels
        : StringMap.From(ns.Metadata.Labels.Append(new(PodPolicyIndex.NameLabel, ns.Name)));
}
