using System.Text.Json;
using System.Text.Json.Nodes;
using Posture.Model.Inventory;

namespace Posture.Analysis.Tests;

/// <summary>Objects as the JSON that is stored of them: without nulls and empty lists.</summary>
internal static class Documents
{
    public static JsonObject Of(KubeObject item) => Slim(JsonSerializer.SerializeToNode(item, KnownKinds.Find(item.Group, item.Kind)!.Record)!).AsObject();

    /// <summary>Finds by kind, namespace and name.</summary>
    public static Func<string, string, string, JsonObject?> Finder(ClusterInventory inventory) => (kind, ns, name) =>
        KnownKinds.All.Where(known => known.Kind == kind).SelectMany(known => inventory.All(known.Ref))
            .FirstOrDefault(item => item.Namespace == ns && item.Name == name) is { } found ? Of(found) : null;

    private static JsonNode Slim(JsonNode node)
    {
        switch (node)
        {
            case JsonObject map:
                foreach (var (key, value) in map.ToList())
                    if (value is null or JsonArray { Count: 0 })
                        map.Remove(key);
                    else
                        Slim(value);
                break;
            case JsonArray list:
                foreach (var item in list)
                    if (item is not null)
                        Slim(item);
                break;
        }
        return node;
    }
}
