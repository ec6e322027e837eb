using System.Text.Json;

namespace Posture.Dashboard.Components.Pages.Drift;

/// <summary>
/// Differences of two documents field by field. Lists of objects are compared by their <c>name</c> where every item has its own, else by position. Fields that
/// the API server counts up by itself are left out. Bounded: <see cref="Most"/> differences, values cut to <see cref="Longest"/> characters.
/// </summary>
internal static class FieldDiff
{
    /// <summary>Most differences listed for one object.</summary>
    public const int Most = 200;

    private const int Longest = 300;
    private const int Deepest = 64;

    private static readonly HashSet<string> Counters = new(StringComparer.Ordinal) { "metadata.resourceVersion", "metadata.generation", "metadata.uid" };

    /// <summary>The differences; none when a side is missing: then the whole object is the difference.</summary>
    public static IReadOnlyList<FieldChange> Of(string? before, string? after)
    {
        var found = new List<FieldChange>();
        if (before is null || after is null)
            return found;
        using var old = JsonDocument.Parse(before);
        using var now = JsonDocument.Parse(after);
        Compare("", old.RootElement, now.RootElement, found, 0);
        return found;
    }

    private static void Compare(string path, JsonElement? old, JsonElement? now, List<FieldChange> found, int depth)
    {
        if (found.Count >= Most || Counters.Contains(path))
            return;
        if (depth < Deepest && old?.ValueKind == JsonValueKind.Object && now?.ValueKind == JsonValueKind.Object)
            Members(path, Fields(old.Value), Fields(now.Value), found, depth);
        else if (depth < Deepest && old?.ValueKind == JsonValueKind.Array && now?.ValueKind == JsonValueKind.Array)
            Members(path, Items(old.Value, now.Value), Items(now.Value, old.Value), found, depth);
        else if (Text(old) is var left && Text(now) is var right && left != right)
            found.Add(new(path.Length == 0 ? "." : path, Cut(left), Cut(right)));
    }

    private static void Members(string path, Dictionary<string, JsonElement> old, Dictionary<string, JsonElement> now, List<FieldChange> found, int depth)
    {
        foreach (var key in old.Keys.Concat(now.Keys.Where(key => !old.ContainsKey(key))))
            Compare(Join(path, key), Get(old, key), Get(now, key), found, depth + 1);
    }

    private static JsonElement? Get(Dictionary<string, JsonElement> members, string key) => members.TryGetValue(key, out var value) ? value : null;

    private static string Join(string path, string key) => key.StartsWith('[') ? path + key : path.Length == 0 ? key : $"{path}.{key}";

    private static Dictionary<string, JsonElement> Fields(JsonElement item)
    {
        var fields = new Dictionary<string, JsonElement>(StringComparer.Ordinal);
        foreach (var field in item.EnumerateObject())
            fields[Name(field.Name)] = field.Value;
        return fields;
    }

    // A label key holds dots and slashes: quoted, so that the path reads one way only.
    private static string Name(string field) => field.AsSpan().IndexOfAny('.', '/', '[') < 0 ? field : $"[\"{field}\"]";

    private static Dictionary<string, JsonElement> Items(JsonElement list, JsonElement other)
    {
        var named = Named(list) && Named(other);
        var items = new Dictionary<string, JsonElement>(StringComparer.Ordinal);
        var index = 0;
        foreach (var item in list.EnumerateArray())
        {
            items[named ? $"[{item.GetProperty("name").GetString()}]" : $"[{index}]"] = item;
            index++;
        }
        return items;
    }

    private static bool Named(JsonElement list)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        return list.EnumerateArray().All(item => item.ValueKind == JsonValueKind.Object
            && item.TryGetProperty("name", out var name) && name.ValueKind == JsonValueKind.String && names.Add(name.GetString()!));
    }

    private static string? Text(JsonElement? value) => value switch
    {
        null or { ValueKind: JsonValueKind.Null or JsonValueKind.Undefined } => null,
        { ValueKind: JsonValueKind.String } text => text.GetString(),
        { } other => other.GetRawText(),
    };

    private static string? Cut(string? text) => text is { Length: > Longest } ? string.Concat(text.AsSpan(0, Longest), "…") : text;
}

/// <summary>A field that differs.</summary>
/// <param name="Path">Path from the object's root.</param>
/// <param name="Before">Value before; null when it was not there.</param>
/// <param name="After">Value after; null when it is gone.</param>
public sealed record FieldChange(string Path, string? Before, string? After);
