using System.Globalization;
using System.Text.Json.Nodes;

namespace Posture.TestKit;

/// <summary>Applies RFC 6902 operations, written apart from the code that makes them.</summary>
public static class PatchedJson
{
    /// <summary>The document after the operations; an operation that does not hold is an error.</summary>
    public static JsonObject Apply(JsonObject document, JsonArray operations)
    {
        ArgumentNullException.ThrowIfNull(document);
        ArgumentNullException.ThrowIfNull(operations);
        var result = document.DeepClone().AsObject();
        foreach (var operation in operations.Select(operation => operation!.AsObject()))
        {
            var steps = operation["path"]!.GetValue<string>().Split('/').Skip(1)
                .Select(step => step.Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal)).ToList();
            var parent = steps.SkipLast(1).Aggregate((JsonNode)result, (node, step) => Child(node, step) ?? throw new InvalidOperationException($"{operation} has no parent"));
            One(operation, parent, steps[^1]);
        }
        return result;
    }

    private static void One(JsonObject operation, JsonNode parent, string step)
    {
        var value = operation["value"]?.DeepClone();
        switch (operation["op"]!.GetValue<string>())
        {
            case "test":
                Hold(JsonNode.DeepEquals(Child(parent, step), value), operation);
                break;
            case "add" when parent is JsonArray list:
                Hold(step == "-", operation);
                list.Add(value);
                break;
            case "add":
                parent[step] = value;
                break;
            case "replace":
                Hold(Exists(parent, step), operation);
                Put(parent, step, value);
                break;
            case "remove":
                Hold(Exists(parent, step), operation);
                if (parent is JsonArray items)
                    items.RemoveAt(Index(step));
                else
                    parent.AsObject().Remove(step);
                break;
            default:
                Hold(false, operation);
                break;
        }
    }

    private static void Hold(bool condition, JsonObject operation)
    {
        if (!condition)
            throw new InvalidOperationException($"{operation.ToJsonString()} does not hold");
    }

    private static void Put(JsonNode parent, string step, JsonNode? value)
    {
        if (parent is JsonArray list)
            list[Index(step)] = value;
        else
            parent[step] = value;
    }

    private static JsonNode? Child(JsonNode node, string step) => node is JsonArray list ? list[Index(step)] : node[step];

    /// <summary>A place that holds null is there: RFC 6902 asks for the location, not for a value.</summary>
    private static bool Exists(JsonNode parent, string step) =>
        parent is JsonArray list ? Index(step) >= 0 && Index(step) < list.Count : parent.AsObject().ContainsKey(step);

    private static int Index(string step) => int.Parse(step, CultureInfo.InvariantCulture);
}
