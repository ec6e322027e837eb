using System.Text.Json.Nodes;
using CsCheck;
using Posture.Analysis.Remediation;
using Posture.TestKit;

namespace Posture.Analysis.Tests.Remediation;

public sealed class JsonPatchTests
{
    private static readonly string[] Keys = ["a", "b/c", "d~e", "name", "items"];

    private static readonly Gen<string> Key = Gen.Int[0, 4].Select(at => Keys[at]);

    private static readonly Gen<JsonNode> Node = Gen.Recursive<JsonNode>((depth, node) => depth > 3
        ? Gen.Int[0, 3].Select(number => (JsonNode)number)
        : Gen.Frequency(
            (2, Gen.Int[0, 3].Select(number => (JsonNode)number)),
            (1, node.List[0, 4].Select(items => (JsonNode)new JsonArray([.. items]))),
            (2, Gen.Select(Key, node).List[0, 4].Select(Map))));

    [Fact]
    public void Patch_OfAnyTwoObjects_TurnsOneIntoTheOther() => Gen.Select(Node.Where(node => node is JsonObject), Node.Where(node => node is JsonObject)).Sample((before, after) =>
    {
        var change = new ObjectChange(before.AsObject(), after.AsObject());
        Assert.True(JsonNode.DeepEquals(after, PatchedJson.Apply(change.Before, change.Patch)), $"{before.ToJsonString()} + {change.Patch.ToJsonString()} ≠ {after.ToJsonString()}");
    });

    [Fact]
    public void Patch_InsideAContainer_TestsItsNameFirst()
    {
        var before = JsonNode.Parse("""{"spec":{"containers":[{"name":"a"},{"name":"b","tty":true}]}}""")!.AsObject();
        var after = JsonNode.Parse("""{"spec":{"containers":[{"name":"a"},{"name":"b"}]}}""")!.AsObject();

        var patch = new ObjectChange(before, after).Patch;

        Assert.Equal("""[{"op":"test","path":"/spec/containers/1/name","value":"b"},{"op":"remove","path":"/spec/containers/1/tty"}]""", patch.ToJsonString());
    }

    private static JsonNode Map(List<(string Key, JsonNode Value)> entries)
    {
        var map = new JsonObject();
        foreach (var (key, value) in entries)
            map[key] = value.Parent is null ? value : value.DeepClone();
        return map;
    }
}
