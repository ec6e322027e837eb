using System.Text.Json;
using Posture.Model.Verdicts;

namespace Posture.Model.Tests.Verdicts;

/// <summary>A path in parts is the path: to readers, to comparisons and in JSON.</summary>
public sealed class EvidencePathTests
{
    private const string Whole = "spec.containers[0].image";

    private static readonly EvidencePath Parted = new("spec.containers[0]", "image");

    [Fact]
    public void Path_InParts_ReadsAsOne() => Assert.Equal(Whole, new Evidence(Parted, "", "", "").Path);

    [Fact]
    public void Path_WithoutField_HasNoDot() => Assert.Equal("spec", new EvidencePath("spec").ToString());

    [Fact]
    public void Evidence_IsEqual_HoweverItsPathIsParted()
    {
        Evidence left = new(Parted, "a:1", "a digest", "It moves."), right = new(Whole, "a:1", "a digest", "It moves.");

        Assert.Equal(left, right);
        Assert.Equal(left.GetHashCode(), right.GetHashCode());
        Assert.NotEqual(left, new Evidence("spec.containers[1].image", "a:1", "a digest", "It moves."));
    }

    [Fact]
    public void Evidence_InJson_HasOnePath()
    {
        var json = JsonSerializer.Serialize(new Evidence(Parted, "a:1", "", "It moves."));

        Assert.Equal($$"""{"Path":"{{Whole}}","Observed":"a:1","Expected":"","Message":"It moves."}""", json);
        Assert.Equal(Whole, JsonSerializer.Deserialize<Evidence>(json)!.Path);
    }
}
