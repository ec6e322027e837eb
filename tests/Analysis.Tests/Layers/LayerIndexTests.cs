using System.Security.Cryptography;
using System.Text;
using Posture.Analysis.Layers;
using Posture.Analysis.Policy;
using Posture.Model.Inventory;

namespace Posture.Analysis.Tests.Layers;

/// <summary>What an image is built on, told by its layers alone.</summary>
public sealed class LayerIndexTests
{
    private const string Amd = "linux/amd64", Core = "registry.example.com/core/debian", Java = "registry.example.com/middleware/java", Web = "registry.example.com/shop/web";

    private static readonly PosturePolicy Policy = PosturePolicy.Default with
    {
        BaseImages = [new() { Images = ["registry.example.com/core"], Owner = "operations" }, new() { Images = ["registry.example.com/middleware"], Owner = "architects" }],
    };

    [Fact]
    public void Names_AreTheChainIdsOfTheSpecification()
    {
        var names = LayerChain.NamesOf(Layers("a", "b", "c"));

        Assert.Equal(Layer("a"), names[0]);
        Assert.Equal(Hash($"{Layer("a")} {Layer("b")}"), names[1]);
        Assert.Equal(Hash($"{names[1]} {Layer("c")}"), names[2]);
    }

    [Fact]
    public void Ancestors_AreTheProperPrefixes_TheCoreFirst()
    {
        var index = Index((Java, "2", Amd, ["a", "b"]), (Core, "1", Amd, ["a"]), (Core, "other", Amd, ["x"]), (Web, "self", Amd, ["a", "b", "c"]));

        Assert.Equal([(Core, 1), (Java, 2)], Of(index, "a", "b", "c"));
        Assert.Equal([(Core, 1)], Of(index, "a", "b")); // its own layers are no base of it
        Assert.Empty(Of(index, "b", "a"));
        Assert.Empty(Of(index, "a"));
    }

    [Fact]
    public void Platform_Differs_NothingIsShared()
    {
        var index = Index((Core, "1", "linux/arm64", ["a"]));

        Assert.Empty(Of(index, "a", "b"));
    }

    /// <summary>An application that only sets a command has the layers of its base.</summary>
    [Fact]
    public void SameLayers_TheOneThatThePolicyListsFirstCounts()
    {
        var index = Index((Java, "2", Amd, ["a"]), ("registry.example.com/shop/tool", "3", Amd, ["a"]), (Core, "1", Amd, ["a"]));

        Assert.Equal([(Core, 1)], Of(index, "a", "b"));
    }

    [Fact]
    public void SameLayers_TheDeclaredOneCounts()
    {
        var index = Index((Core, "1", Amd, ["a"]), ("mirror.example.com/debian", "9", Amd, ["a"]));

        Assert.Equal("mirror.example.com/debian", Assert.Single(index.AncestorsOf(Web, Layers("a", "b"), Digest("9"), Policy)).Repository);
    }

    /// <summary>Two teams on a base that nobody listed: neither's image is the other's base, and neither learns the other's name.</summary>
    [Fact]
    public void Image_ThatNoRuleLists_IsABaseInItsOwnProjectOnly()
    {
        var index = Index(("registry.example.com/bank/vault", "1", Amd, ["a"]), ("registry.example.com/shop/base", "2", Amd, ["a", "b"]));

        Assert.Equal([("registry.example.com/shop/base", 2)], Of(index, "a", "b", "c"));
    }

    [Fact]
    public void Add_Twice_IsOnce_AndNewsIsCounted()
    {
        var index = Index((Core, "1", Amd, ["a"]));
        var before = index.Version;
        Add(index, Core, "1", Amd, ["a"]);
        Assert.Equal(before, index.Version);
        Add(index, Core, "2", Amd, ["a"]);
        Assert.NotEqual(before, index.Version);
    }

    [Fact]
    public void Layers_ThatAreNone_CannotBeCompared()
    {
        Assert.NotNull(LayerChain.Of(Amd, [Layer("a")]));
        Assert.Null(LayerChain.Of(null, [Layer("a")]));
        Assert.Null(LayerChain.Of("", [Layer("a")]));
        Assert.Null(LayerChain.Of(new string('x', 101), [Layer("a")]));
        Assert.Null(LayerChain.Of(Amd, []));
        Assert.Null(LayerChain.Of(Amd, [Layer("a"), null]));
        Assert.Null(LayerChain.Of(Amd, [Layer("a"), "sha256:short"]));
        Assert.Null(LayerChain.Of(Amd, [Layer("a").ToUpperInvariant()]));
        Assert.Null(LayerChain.Of(Amd, [Layer("a")[..^1] + "\n"]));
        Assert.Null(LayerChain.Of(Amd, [.. Enumerable.Repeat(Layer("a"), LayerChain.MaxLayers + 1)]));
    }

    [Fact]
    public void Owner_IsThatOfTheLongestRule_ElseTheApplications()
    {
        var policy = Policy with { BaseImages = [.. Policy.BaseImages, new() { Images = ["registry.example.com/core/special"], Owner = "crypto" }] };

        Assert.Equal("operations", policy.OwnerOf(Core));
        Assert.Equal("crypto", policy.OwnerOf("registry.example.com/core/special/openssl"));
        Assert.Equal("operations", policy.OwnerOf("registry.example.com/core/specialist"));
        Assert.Equal("application", policy.OwnerOf(Web));
        Assert.Equal("application", policy.OwnerOf("registry.example.com/corella/x"));
        Assert.Equal("application", PosturePolicy.Default.OwnerOf(Core));
    }

    /// <summary>Which comes first says which is the core, so that another order is another policy.</summary>
    [Fact]
    public void Order_OfTheRules_ChangesTheHash() =>
        Assert.NotEqual(PolicyHash.Of(Policy), PolicyHash.Of(Policy with { BaseImages = [.. Policy.BaseImages.Reverse()] }));

    private static List<(string, int)> Of(LayerIndex index, params string[] layers) => [.. index.AncestorsOf(Web, Layers(layers), null, Policy).Select(image => (image.Repository, image.Layers))];

    private static LayerIndex Index(params (string Repository, string Digest, string Platform, string[] Layers)[] images)
    {
        var index = new LayerIndex();
        foreach (var (repository, digest, platform, layers) in images)
            Add(index, repository, digest, platform, layers);
        return index;
    }

    private static void Add(LayerIndex index, string repository, string digest, string platform, string[] layers) =>
        index.Add(new(repository, Digest(digest), platform, LayerChain.NamesOf(Layers(layers))[^1], layers.Length, null));

    private static ImageLayers Layers(params string[] names) => LayerChain.Of(Amd, [.. names.Select(Layer)])!;

    private static string Layer(string name) => Hash(name);

    private static string Digest(string name) => Hash("image " + name);

    private static string Hash(string text) => "sha256:" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
}
