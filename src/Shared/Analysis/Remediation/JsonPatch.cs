using System.Globalization;
using System.Text.Json.Nodes;

namespace Posture.Analysis.Remediation;

/// <summary>The RFC 6902 operations that turn one JSON object into another, as <c>kubectl patch --type json</c> takes them.</summary>
internal static class JsonPatch
{
    public static JsonArray Between(JsonObject before, JsonObject after)
    {
        var operations = new JsonArray();
        Compare(before, after, "", [], operations);
        return operations;
    }

    /// <summary>The map or list that the last step of a pointer is in; null when there is none.</summary>
    public static JsonNode? Parent(JsonObject root, string pointer) => FieldPath.Get(root, pointer.Split('/')[1..^1].Select(Unescape));

    private static void Compare(JsonNode? before, JsonNode? after, string path, IReadOnlyList<JsonObject> guards, JsonArray operations)
    {
        if (JsonNode.DeepEquals(before, after))
            return;
        switch (before, after)
        {
            case (JsonObject old, JsonObject now):
                Maps(old, now, path, guards, operations);
                return;
            case (JsonArray old, JsonArray now) when now.Count >= old.Count:
                Grown(old, now, path, guards, operations);
                return;
            case (JsonArray old, JsonArray now) when Left(old, now) is { } gone:
                for (var i = gone.Count - 1; i >= 0; i--)
                {
                    Guard([.. guards, Test($"{path}/{gone[i]}", old[gone[i]])], operations);
                    operations.Add((JsonNode)new JsonObject { ["op"] = "remove", ["path"] = $"{path}/{gone[i].ToString(CultureInfo.InvariantCulture)}" });
                }
                return;
            default:
                Guard(guards, operations);
                operations.Add((JsonNode)new JsonObject { ["op"] = "replace", ["path"] = path, ["value"] = after?.DeepClone() });
                return;
        }
    }

    private static void Maps(JsonObject old, JsonObject now, string path, IReadOnlyList<JsonObject> guards, JsonArray operations)
    {
        foreach (var (key, value) in old)
            if (now.ContainsKey(key))
                Compare(value, now[key], $"{path}/{Escape(key)}", guards, operations);
            else
                Change("remove", key, null);
        foreach (var (key, value) in now)
            if (!old.ContainsKey(key))
                Change("add", key, value);

        void Change(string operation, string key, JsonNode? value)
        {
            Guard(guards, operations);
            var change = new JsonObject { ["op"] = operation, ["path"] = $"{path}/{Escape(key)}" };
            if (operation == "add")
                change["value"] = value?.DeepClone();
            operations.Add((JsonNode)change);
        }
    }

    private static void Grown(JsonArray old, JsonArray now, string path, IReadOnlyList<JsonObject> guards, JsonArray operations)
    {
        for (var i = 0; i < old.Count; i++)
            Compare(old[i], now[i], $"{path}/{i}", old[i] is JsonObject item && item["name"] is { } name ? [.. guards, Test($"{path}/{i}/name", name)] : guards, operations);
        for (var i = old.Count; i < now.Count; i++)
        {
            Guard(guards, operations);
            operations.Add((JsonNode)new JsonObject { ["op"] = "add", ["path"] = $"{path}/-", ["value"] = now[i]?.DeepClone() });
        }
    }

    /// <summary>The places that were taken out, when what is left is otherwise as before; else null.</summary>
    private static List<int>? Left(JsonArray old, JsonArray now)
    {
        var gone = new List<int>();
        var kept = 0;
        for (var i = 0; i < old.Count; i++)
            if (kept < now.Count && JsonNode.DeepEquals(old[i], now[kept]))
                kept++;
            else
                gone.Add(i);
        return kept == now.Count ? gone : null;
    }

    private static JsonObject Test(string path, JsonNode? value)
    {
        // A whole item in a test would fail on any field that Posture does not keep; its name says which it is.
        if (value is JsonObject item)
            return item["name"] is { } name ? Test($"{path}/name", name) : [];
        return new JsonObject { ["op"] = "test", ["path"] = path, ["value"] = value?.DeepClone() };
    }

    private static void Guard(IReadOnlyList<JsonObject> guards, JsonArray operations)
    {
        foreach (var guard in guards)
            if (guard.Count > 0 && !operations.Any(other => JsonNode.DeepEquals(other, guard)))
                operations.Add((JsonNode)guard.DeepClone());
    }

    private static string Unescape(string step) => step.Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal);

    private static string Escape(string key) => key.Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal);
}
