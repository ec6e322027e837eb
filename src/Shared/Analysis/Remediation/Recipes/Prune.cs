using System.Text.Json.Nodes;

namespace Posture.Analysis.Remediation.Recipes;

/// <summary>Takes out what leads nowhere: the item of a list, with the last one what holds the list, and at the end the object.</summary>
internal static class Prune
{
    /// <summary>The path or backend of a route, its rule with the last one, the route with the last rule.</summary>
    public static bool Route(Place place)
    {
        const string Standard = "spec.defaultBackend";
        var rules = place.Value("spec.rules") as JsonArray;
        if (place.Path.StartsWith(Standard, StringComparison.Ordinal))
            return rules is { Count: > 0 } ? place.Remove(Standard) : place.Draft.DeletesSubject = true;
        if (rules is null || place.Path.LastIndexOf(']') is not (var end and > 0) || place.Value(place.Path[..(end + 1)]) is not { Parent: JsonArray list } item)
            return false;
        if (place.Path.Contains(".filters[", StringComparison.Ordinal))
        {
            place.Draft.Take(item);
            return true;
        }
        return Item(place, list, item, place.Path[..(place.Path.IndexOf(']', StringComparison.Ordinal) + 1)])
            || (place.Value(Standard) is null ? place.Draft.DeletesSubject = true : Taken(place, rules));
    }

    /// <summary>The webhook of a configuration, the configuration with the last one, or the API service.</summary>
    public static bool Webhook(Place place)
    {
        if (place.Value("webhooks") is JsonArray webhooks && place.Value(place.Path[..(place.Path.IndexOf(']', StringComparison.Ordinal) + 1)]) is { } webhook
            && place.Draft.Left(webhooks) > 1)
            place.Draft.Take(webhook);
        else
            place.Draft.DeletesSubject = true;
        return true;
    }

    /// <summary>Takes an item while others stay, else the item of an outer list while others stay there; false when nothing would be left.</summary>
    public static bool Item(Place place, JsonArray list, JsonNode item, string outer)
    {
        if (place.Draft.Left(list) > 1)
            place.Draft.Take(item);
        else if (place.Value(outer) is { Parent: JsonArray rules } rule && place.Draft.Left(rules) > 1)
            place.Draft.Take(rule);
        else
            return false;
        return true;
    }

    private static bool Taken(Place place, JsonArray rules)
    {
        foreach (var rule in rules)
            if (rule is not null)
                place.Draft.Take(rule);
        return true;
    }
}
