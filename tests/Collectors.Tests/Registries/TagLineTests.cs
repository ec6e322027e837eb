using Posture.Collectors.Registries;

namespace Posture.Collectors.Tests.Registries;

/// <summary>Which version follows which: the same line and variant, and nothing else.</summary>
public sealed class TagLineTests
{
    [Theory]
    [InlineData("1.27.3", "1.27.10", "1.27.3 1.27.9 1.27.10 1.28.0 1.27 latest")]
    [InlineData("1.27.3-alpine", "1.27.4-alpine", "1.27.3-alpine 1.27.9 1.27.4-alpine 1.27.5-alpine3.20 1.28.0-alpine")]
    [InlineData("v2.1.0", "v2.1.1", "2.1.9 v2.1.1 v2.1.1-rc1")]
    [InlineData("1.27.3", "1.27.3", "1.27.2 1.26.9")]
    [InlineData("1.27.3", "1.27.3", "1.27.4-rc1 1.27.99999999999 1.27.4.1 1.27.4\n")]
    [InlineData("1.27", "1.27", "1.28 1.27.9")]
    [InlineData("stable", "stable", "1.0.0")]
    [InlineData("1.0.0+5", "1.0.1+5", "1.0.1+5 1.0.2+6")]
    public void Newest_IsOfTheSameLine(string tag, string newest, string tags) => Assert.Equal(newest, TagLine.NewestOf(tag, tags.Split(' ')));

    [Theory]
    [InlineData("1.27.3-alpine", "1.27-alpine", "1.27.10-alpine")]
    [InlineData("1.27-alpine", "1.27-alpine", "1.27.10-alpine")]
    [InlineData("1.27.3", "1.27", "1.27.4")]
    [InlineData("12", "12", "12")]
    [InlineData("bookworm", "bookworm", "bookworm")]
    public void Line_HasTheNameOfWhatNamesItsNewest(string tag, string line, string newest)
    {
        Assert.Equal(line, TagLine.NameOf(tag));
        Assert.Equal(newest, TagLine.NewestOfLine(line, ["1.27.9-alpine", "1.27.10-alpine", "1.27.4", "1.27-alpine", "12", "12.7", "13"]));
    }

    [Fact]
    public void Versions_AreInTheOrderOfTheirNumbers() =>
        Assert.Equal(["2.0", "1.10.1", "1.10.1-slim", "1.9", "v1"], TagLine.NewestVersions(["latest", "1.9", "v1", "1.10.1-slim", "1.10.1", "2.0", "sha256-abc.sig", "1.2.3.4.5.6", "99999999999"], 10));

    [Fact]
    public void Name_ThatSaysMost_IsTheWholeVersion() =>
        Assert.Equal(["latest", "stable", "1.27", "1.27.3"], new[] { "1.27", "latest", "1.27.3", "stable" }.OrderBy(TagLine.ExactnessOf));
}
