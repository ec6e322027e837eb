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
}
