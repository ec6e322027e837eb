using CsCheck;
using Posture.Analysis.Indexes;

namespace Posture.Analysis.Tests.Indexes;

/// <summary>The distribution grammar as rule R13 tells it, and prefixes that must not match look-alikes.</summary>
public sealed class ImageReferenceTests
{
    private const string Digest = "sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";

    [Theory]
    [InlineData("nginx", "docker.io", "library/nginx", null, null, false)]
    [InlineData("nginx:1.29", "docker.io", "library/nginx", "1.29", null, false)]
    [InlineData("grafana/grafana:12.1.0", "docker.io", "grafana/grafana", "12.1.0", null, false)]
    [InlineData("docker.io/nginx", "docker.io", "library/nginx", null, null, true)]
    [InlineData("index.docker.io/library/nginx", "docker.io", "library/nginx", null, null, true)]
    [InlineData("registry.example.com:5000/a/b/c", "registry.example.com:5000", "a/b/c", null, null, true)]
    [InlineData("registry.example.com:5000/a:v1@" + Digest, "registry.example.com:5000", "a", "v1", Digest, true)]
    [InlineData("localhost/a", "localhost", "a", null, null, true)]
    [InlineData("Registry.Example.COM/a", "registry.example.com", "a", null, null, true)]
    [InlineData("MyHost/a:1", "myhost", "a", "1", null, true)]
    [InlineData("host:5000", "docker.io", "library/host", "5000", null, false)]
    [InlineData("[fd00::1]:5000/a:1", "[fd00::1]:5000", "a", "1", null, true)]
    public void Parse_Reference_PartsByTheGrammar(string text, string host, string path, string? tag, string? digest, bool hasHost) =>
        Assert.Equal(new ImageReference(host, path, tag, digest, hasHost), ImageReference.Parse(text));

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("  ")]
    [InlineData("nginx latest")]
    [InlineData("registry.example.com/")]
    public void Parse_NoReference_Null(string? text) => Assert.Null(ImageReference.Parse(text));

    [Theory]
    [InlineData("a@" + Digest, true)]
    [InlineData("a:1@sha512:" + "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef", true)]
    [InlineData("a:" + "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef", false)]
    [InlineData("a@sha256:0123", false)]
    [InlineData("a@sha256:0123456789ABCDEF0123456789abcdef0123456789abcdef0123456789abcdef", false)]
    [InlineData("a@sha512:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef", false)]
    [InlineData("a@", false)]
    [InlineData("a:1", false)]
    public void IsPinned_OnlyAFullDigest(string text, bool pinned) => Assert.Equal(pinned, ImageReference.Parse(text)!.Value.IsPinned);

    [Theory]
    [InlineData("registry.example.com/shop/web:1", "registry.example.com", true)]
    [InlineData("registry.example.com/shop/web:1", "registry.example.com/", true)]
    [InlineData("registry.example.com/shop/web:1", "registry.example.com/shop", true)]
    [InlineData("registry.example.com/shop/web:1", "registry.example.com/shop/web", true)]
    [InlineData("registry.example.com/shop-evil/web:1", "registry.example.com/shop", false)]
    [InlineData("registry.example.com.evil.test/shop/web", "registry.example.com", false)]
    [InlineData("registry.example.com:5000/shop/web", "registry.example.com", false)]
    [InlineData("evil.test/registry.example.com/web", "registry.example.com", false)]
    [InlineData("nginx", "docker.io/library", true)]
    [InlineData("nginx", "library/nginx", false)]
    public void IsUnder_Prefix_OnlyOnSegmentBoundaries(string text, string prefix, bool under) =>
        Assert.Equal(under, ImageReference.Parse(text)!.Value.IsUnder(prefix));

    /// <summary>B-66: what is no reference is never asked for.</summary>
    [Theory]
    [InlineData("nginx", true)]
    [InlineData("registry.example.com:5000/shop/web-1_2.x:v1.2-rc_1", true)]
    [InlineData("localhost:5000/web@" + Digest, true)]
    [InlineData("web:1@" + Digest, true)]
    [InlineData("user:pw@registry.example.com/web", false)]
    [InlineData("registry.example.com/Shop/web", false)]
    [InlineData("registry.example.com/shop//web", false)]
    [InlineData("registry.example.com/shop/../../admin", false)]
    [InlineData("registry.example.com/shop/web?x=1", false)]
    [InlineData("registry.example.com/shop/web%2e", false)]
    [InlineData("registry_1.example.com/web", false)]
    [InlineData("registry.example.com:port/web", false)]
    [InlineData("web@sha256:0123", false)]
    [InlineData("web@sha512:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef", false)]
    [InlineData("web:", false)]
    [InlineData("web:-1", false)]
    [InlineData("w\u0435b", false)]
    [InlineData("-web", false)]
    public void B66_IsWellFormed_OnlyWhatTheGrammarHas(string text, bool good) => Assert.Equal(good, ImageReference.Parse(text)?.IsWellFormed ?? false);

    [Fact]
    public void B66_IsWellFormed_NamesOf300Signs_AreNone() => Assert.False(ImageReference.Parse("registry.example.com/" + new string('a', 300))!.Value.IsWellFormed);

    [Fact]
    public void Parse_AnyText_NeverThrowsAndNamesAHost() =>
        Gen.String[Gen.Char["aA1.:/@-_[] \n"], 0, 24].Sample(text => ImageReference.Parse(text) is not { } image || (image.Host.Length > 0 && image.Path.Length > 0));
}
