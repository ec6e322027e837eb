using System.Text.Json.Nodes;
using Posture.Collectors.Kinds;
using Posture.Collectors.Sources;
using Posture.Model.Coverage;
using Posture.Model.Inventory;

namespace Posture.TestKit;

/// <summary>Inventories from YAML texts, for tests of checks.</summary>
public static class Manifests
{
    /// <summary>Reads YAML into an inventory in which every kind counts as read. Any error in the text fails the test.</summary>
    public static ClusterInventory Inventory(string yaml)
    {
        var inventory = new ClusterInventory();
        foreach (var kind in KnownKinds.All)
            inventory.SetCoverage(new(kind.Group, kind.Kind, CoverageState.Read, null, null, 0));
        ManifestReader.Read(new StringReader(yaml), "fixture.yaml", item => inventory.Put(item), _ => { },
            error => throw new InvalidOperationException($"{error.Code} at {error.Place}: {error.Message}"));
        return inventory;
    }

    /// <summary>The only document of a YAML text.</summary>
    public static JsonNode Json(string yaml) => JsonNode.Parse(YamlJson.Documents(new StringReader(yaml)).Single().Json.Span)!;
}
