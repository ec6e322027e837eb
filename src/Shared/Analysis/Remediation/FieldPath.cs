using System.Globalization;
using System.Text.Json.Nodes;

namespace Posture.Analysis.Remediation;

/// <summary>
/// A field path as evidence gives it: <c>spec.containers[0].image</c>, <c>metadata.labels[example.com/team]</c>. A number in brackets is a place in a list where
/// a list stands, else a key.
/// </summary>
internal static class FieldPath
{
    /// <summary>The steps from the root; empty when the text is no field path.</summary>
    public static IReadOnlyList<string> Steps(string path)
    {
        var steps = new List<string>();
        for (var at = 0; at < path.Length;)
        {
            if (path[at] == '[')
            {
                var close = path.IndexOf(']', at);
                if (close <= at + 1)
                    return [];
                steps.Add(path[(at + 1)..close]);
                at = close + 1;
                continue;
            }
            at += path[at] == '.' ? 1 : 0;
            var end = path.AsSpan(at).IndexOfAny(".[") is >= 0 and var length ? at + length : path.Length;
            if (end == at)
                return [];
            steps.Add(path[at..end]);
            at = end;
        }
        return steps;
    }

    /// <summary>What stands there, or null.</summary>
    public static JsonNode? Get(JsonNode? node, IEnumerable<string> steps) => steps.Aggregate(node, Child);

    /// <summary>A text; null for anything else. Free-form kinds may hold any shape anywhere.</summary>
    public static string? Text(this JsonNode? node) => node is JsonValue value && value.TryGetValue<string>(out var text) ? text : null;

    /// <summary>The text of a field; null for anything else.</summary>
    public static string? Text(this JsonNode? node, string field) => (node as JsonObject)?[field].Text();

    private static JsonNode? Child(JsonNode? node, string step) => node switch
    {
        JsonObject map => map[step],
        JsonArray list when Index(step) is { } index && index < list.Count => list[index],
        _ => null,
    };

    /// <summary>Puts a value there and makes the maps on the way; false when a list or a scalar stands in the way.</summary>
    public static bool Set(JsonObject root, IReadOnlyList<string> steps, JsonNode value)
    {
        JsonNode node = root;
        for (var at = 0; at < steps.Count - 1; at++)
        {
            var child = Child(node, steps[at]);
            if (child is null && node is JsonObject map)
                map[steps[at]] = child = new JsonObject();
            if (child is not (JsonObject or JsonArray))
                return false;
            node = child;
        }
        switch (node)
        {
            case JsonObject map when steps.Count > 0:
                map[steps[^1]] = value;
                return true;
            case JsonArray list when Index(steps[^1]) is { } index && index < list.Count:
                list[index] = value;
                return true;
            default:
                return false;
        }
    }

    private static int? Index(string step) => int.TryParse(step, NumberStyles.None, CultureInfo.InvariantCulture, out var index) ? index : null;
}
