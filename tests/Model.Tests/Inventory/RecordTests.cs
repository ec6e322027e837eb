using System.Text.Json;
using CsCheck;
using Posture.Model.Inventory;
using Posture.Model.Json;

namespace Posture.Model.Tests.Inventory;

public sealed class RecordTests
{
    [Fact]
    public void Deserialize_NullsEverywhere_GivesEmptyNotNull()
    {
        var pod = Read<Pod>("""{"metadata":null,"spec":{"containers":null,"volumes":null,"securityContext":null}}""");

        Assert.Equal("", pod.Name);
        Assert.Empty(pod.Spec.Containers);
        Assert.Empty(pod.Spec.Volumes);
        Assert.Null(pod.Spec.SecurityContext);
    }

    [Fact]
    public void Deserialize_NumbersWhereTextIsExpected_KeepsTheirText()
    {
        var quota = Read<ResourceQuota>("""{"spec":{"hard":{"pods":10,"limits.memory":"4Gi"}}}""");

        Assert.Equal(("10", "4Gi"), (quota.Spec.Hard["pods"], quota.Spec.Hard["limits.memory"]));
    }

    [Fact]
    public void Deserialize_ConfigMap_KeepsKeysNeverValues()
    {
        var map = Read<ConfigMap>("""{"data":{"a":"secret value","b":{"deep":["secret value"]}}}""");

        Assert.Equal(["a", "b"], map.Data);
        Assert.DoesNotContain("secret value", JsonSerializer.Serialize(map, ModelJson.Default.ConfigMap), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{\"apiVersion\":\"policy/v1beta1\",\"data\":{\"a\":\"hunter2\"}}""", "policy/v1beta1")]
    [InlineData("""{\u0022apiVersion\u0022:\u0022batch/v2alpha1\u0022,\u0022data\u0022:{\u0022a\u0022:\u0022hunter2\u0022}}""", "batch/v2alpha1")]
    [InlineData("""{\"apiVersion\":\"v1\",\"data\":{\"v1beta1\":\"hunter2\"}}""", null)]
    [InlineData("""{\"data\":{\"v1beta1\":\"hunter2\"}}""", null)]
    [InlineData("v1beta1", null)]
    [InlineData("", null)]
    public void Deserialize_LastApplied_KeepsOnlyAnEarlyVersion(string applied, string? kept)
    {
        var map = Read<ConfigMap>($$$"""{"metadata":{"annotations":{"a":"b","kubectl.kubernetes.io/last-applied-configuration":"{{{applied}}}", "c": "d" } } }""");

        Assert.Equal(("b", kept, "d"), (map.Metadata.Annotations["a"], map.Metadata.Annotations[ObjectMeta.LastApplied], map.Metadata.Annotations["c"]));
        Assert.DoesNotContain("hunter2", JsonSerializer.Serialize(map, ModelJson.Default.ConfigMap), StringComparison.Ordinal);
    }

    [Fact]
    public void Deserialize_SecretEmbeddedInAGenericObject_KeepsKeysNeverValues()
    {
        var work = Read<GenericObject>("""
            {"spec":{"workload":{"manifests":[
              {"kind":"Secret","metadata":{"name":"s","annotations":{"kubectl.kubernetes.io/last-applied-configuration":"hunter2","a":"b"}},"type":"Opaque",
               "data":{"password":"aHVudGVyMg=="},"stringData":{"token":"hunter2"}},
              {"kind":"ConfigMap","data":{"mode":"plain"}}]}}}
            """);

        var manifests = work.Spec!.Value.GetProperty("workload").GetProperty("manifests");
        var kept = work.Spec.Value.GetRawText();
        Assert.DoesNotContain("hunter2", kept, StringComparison.Ordinal);
        Assert.DoesNotContain("aHVudGVyMg", kept, StringComparison.Ordinal);
        Assert.Equal("", manifests[0].GetProperty("data").GetProperty("password").GetString());
        Assert.Equal(("Opaque", "b"), (manifests[0].GetProperty("type").GetString(), manifests[0].GetProperty("metadata").GetProperty("annotations").GetProperty("a").GetString()));
        Assert.Equal("plain", manifests[1].GetProperty("data").GetProperty("mode").GetString());
    }

    [Fact]
    public void Serialize_ThenDeserialize_GivesTheSameMap() => Gen.Dictionary(Gen.String[Gen.Char[' ', '\u04ff'], 1, 20], Gen.String[Gen.Char[' ', '\u04ff'], 0, 120])[0, 30].Sample(pairs =>
    {
        var map = StringMap.From(pairs);
        var back = JsonSerializer.Deserialize(JsonSerializer.SerializeToUtf8Bytes(map, ModelJson.Default.StringMap), ModelJson.Default.StringMap);
        Assert.Equal(pairs.Count, back!.Count);
        Assert.All(pairs, pair => Assert.Equal(pair.Value, back[pair.Key]));
    });

    [Theory]
    [InlineData("In", "a,b", "a", true)]
    [InlineData("In", "a,b", null, false)]
    [InlineData("NotIn", "a", "b", true)]
    [InlineData("NotIn", "a", null, true)]
    [InlineData("NotIn", "a", "a", false)]
    [InlineData("Exists", "", "x", true)]
    [InlineData("Exists", "", null, false)]
    [InlineData("DoesNotExist", "", null, true)]
    [InlineData("DoesNotExist", "", "x", false)]
    [InlineData("Unheard", "", "x", false)]
    public void Selector_Expression_MatchesAsTheApiDoes(string by, string values, string? label, bool matches)
    {
        var selector = new LabelSelector { MatchExpressions = [new() { Key = "k", Operator = by, Values = values.Split(',') }] };
        var labels = label is null ? StringMap.Empty : StringMap.From([new("k", label)]);

        Assert.Equal(matches, selector.Matches(labels));
    }

    [Fact]
    public void KnownKinds_AreUniqueByGroupAndKind() => Assert.Equal(KnownKinds.All.Count, KnownKinds.All.Select(kind => kind.Ref).Distinct().Count());

    private static T Read<T>(string json)
        where T : KubeObject => (T)JsonSerializer.Deserialize(json, typeof(T), ModelJson.Default)!;
}
