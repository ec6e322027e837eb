using System.Text.Json;
using Posture.Model.Inventory;

namespace Posture.Analysis.Indexes.ImagePolicies;

/// <summary>
/// The match and exclude blocks of a Kyverno rule. A filter by name, label, annotation or requester takes only some pods and so covers no namespace.
/// </summary>
internal static class KyvernoMatch
{
    private static readonly string[] Narrowing = ["name", "names", "selector", "annotations"];

    private static readonly string[] Requesters = ["subjects", "roles", "clusterRoles"];

    public static bool TakesPodsOf(JsonElement? rule, Namespace ns) => Takes(rule.Field("match"), ns) && !Takes(rule.Field("exclude"), ns);

    /// <summary>Preconditions other than on the operation of the request decide in a way that is not evaluated.</summary>
    public static bool HasOpenConditions(JsonElement? rule)
    {
        if (rule.Field("celPreconditions").HasContent())
            return true;
        var text = rule.Field("preconditions")?.GetRawText() ?? "";
        for (var at = text.IndexOf("{{", StringComparison.Ordinal); at >= 0; at = text.IndexOf("{{", at + 2, StringComparison.Ordinal))
            if (!text.AsSpan(at + 2).TrimStart().StartsWith("request.operation", StringComparison.Ordinal))
                return true;
        return false;
    }

    private static bool Takes(JsonElement? block, Namespace ns)
    {
        if (block is null)
            return false;
        if (block.Field("any") is { } any)
            return JsonFields.Items(any).Any(filter => TakesFilter(filter, ns));
        if (block.Field("all") is { } all)
            return JsonFields.Items(all).All(filter => TakesFilter(filter, ns));
        return TakesFilter(block, ns);
    }

    private static bool TakesFilter(JsonElement? filter, Namespace ns)
    {
        var resources = filter.Field("resources");
        if (Requesters.Any(field => filter.Field(field).HasContent()) || Narrowing.Any(field => IsNarrow(resources.Field(field))))
            return false;
        var kinds = resources.Field("kinds").Texts().ToList();
        var names = resources.Field("namespaces").Texts().ToList();
        return (kinds.Count == 0 || kinds.Exists(kind => kind is "Pod" or "*" || kind.EndsWith("/Pod", StringComparison.Ordinal)))
            && (names.Count == 0 || names.Exists(name => Glob.Text(name).IsMatch(ns.Name)))
            && PodScope.Selects(resources.Field("namespaceSelector").Selector(), ns);
    }

    private static bool IsNarrow(JsonElement? value) => value is { ValueKind: JsonValueKind.String } ? value.Text() is not ("" or "*") : value.HasContent();
}
