using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using Posture.Analysis.Indexes;
using Posture.Analysis.Policy;
using Posture.Collectors.Hosting;
using Posture.Collectors.Registries;
using Posture.Collectors.Trust;
using Posture.TestKit.Registry;

namespace Posture.Collectors.Tests.Registries;

/// <summary>What a registry is asked, how often, and what newer there is: counted at a registry whose content is known.</summary>
public sealed class ImageKeeperTests : IAsyncLifetime
{
    private readonly RegistryContent _content = new();
    private readonly FakeTimeProvider _time = new(new(2026, 11, 1, 0, 0, 0, TimeSpan.Zero));
    private RegistryStub? _stub;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private RegistryStub Stub => _stub!;

    public async ValueTask InitializeAsync() => _stub = await RegistryStub.StartAsync(_content.AnswerAsync);

    public ValueTask DisposeAsync() => Stub.DisposeAsync();

    /// <summary>Once known, an image costs one request a day, and a repository three.</summary>
    [Fact]
    public async Task KnownImages_AreAskedForByOneRequestADay()
    {
        using var keeper = Keeper();
        var images = new List<(ImageReference Image, string Digest)>();
        foreach (var repository in new[] { "shop/web", "shop/api" })
            for (var i = 0; i < 10; i++)
                images.Add((Image(repository, $"1.0.{i}"), _content.Push(repository, $"1.0.{i}")));
        foreach (var repository in new[] { "shop/web", "shop/api" })
            _content.List(repository, Enumerable.Range(0, 10).Select(i => $"1.0.{i}"));

        await LookAsync(keeper, images);
        var cold = Stub.Asked.Count;
        await LookAsync(keeper, images);
        Assert.Equal(cold, Stub.Asked.Count); // within the day

        _time.Advance(TimeSpan.FromHours(25));
        await LookAsync(keeper, images);

        // By repository a list of tags and the newest of the line, and by image what refers to it; that the tag which stands in for it is not there, the list says.
        var warm = Stub.Asked.Skip(cold).Select(asked => asked.Path).ToList();
        Assert.Equal((20, 2, 2), (warm.Count(IsReferrers), warm.Count(path => path.Contains("/tags/list", StringComparison.Ordinal)), warm.Count(path => path.EndsWith("/manifests/1.0.9", StringComparison.Ordinal))));
        Assert.Equal(24, warm.Count);
    }

    /// <summary>Where a registry lists no tags, signatures are asked for one by one: a list that is not there must not hide them.</summary>
    [Fact]
    public async Task RegistryWithoutAList_IsAskedForEachSignature()
    {
        using var keeper = Keeper();
        var digest = _content.Push("shop/web", "1.0.0");

        var facts = await keeper.LookAsync(Image("shop/web", "1.0.0"), digest, PosturePolicy.Default, [], Token);

        Assert.Equal(["notSigned", ""], [facts!.Trust!.State, facts.Newest?.Tag ?? ""]);
        Assert.Equal(2, Stub.Asked.Count(asked => asked.Path.EndsWith(".sig", StringComparison.Ordinal) || asked.Path.EndsWith(".att", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task SignatureBeside_IsFoundThroughTheList()
    {
        using var keeper = Keeper();
        var digest = _content.Push("shop/web", "1.0.0");
        _content.List("shop/web", ["1.0.0", digest.Replace(':', '-') + ".sig"]);

        await keeper.LookAsync(Image("shop/web", "1.0.0"), digest, PosturePolicy.Default, [], Token);

        Assert.Single(Stub.Asked, asked => asked.Path.EndsWith(".sig", StringComparison.Ordinal));
        Assert.DoesNotContain(Stub.Asked, asked => asked.Path.EndsWith(".att", StringComparison.Ordinal));
    }

    /// <summary>Where a registry has no API for it: the tag that stands in for it is in the list, and is asked for.</summary>
    [Fact]
    public async Task ReferrersBeside_AreFoundThroughTheList()
    {
        using var keeper = Keeper();
        var digest = _content.Push("shop/web", "1.0.0");
        _content.List("shop/web", ["1.0.0", digest.Replace(':', '-')]);

        await keeper.LookAsync(Image("shop/web", "1.0.0"), digest, PosturePolicy.Default, [], Token);

        Assert.Single(Stub.Asked, asked => asked.Path.EndsWith("/manifests/" + digest.Replace(':', '-'), StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("1.0.0", "1.0.2", "2026-10-03")]
    [InlineData("1.0.2", "1.0.2", "2026-10-03")]
    [InlineData("1.0", "1.0", "2026-10-04")]
    public async Task Newest_OfTheLine_IsToldWithItsTime(string tag, string newest, string created)
    {
        using var keeper = Keeper();
        var digest = _content.Push("shop/web", "1.0.0", "2026-10-01");
        _content.Push("shop/web", "1.0.1", "2026-10-02");
        _content.Push("shop/web", "1.0.2", "2026-10-03");
        var moved = _content.Push("shop/web", "1.0", "2026-10-04");
        _content.List("shop/web", ["1.0.0", "1.0.1", "1.0.2", "1.0", "2.0.0"]);

        var facts = await keeper.LookAsync(Image("shop/web", tag), digest, PosturePolicy.Default, [], Token);

        Assert.Equal((newest, created), (facts!.Newest!.Tag, facts.Newest.Created!.Value.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture)));
        Assert.Equal(tag == "1.0" ? moved : _content.DigestAt("shop/web", newest), facts.Newest.Digest);
        Assert.Equal(1, facts.Created!.Value.Day);
    }

    /// <summary>Pages are followed by their question alone, wherever the header points.</summary>
    [Fact]
    public async Task Tags_InPages_AreAllRead_FromThisRegistryOnly()
    {
        await using var stub = await RegistryStub.StartAsync(context =>
        {
            var last = context.Request.Query["last"].ToString();
            if (last.Length == 0)
                context.Response.Headers.Append("Link", "<https://elsewhere.example.com/v2/other/tags/list?n=2&last=b>; rel=\"next\"");
            return context.Response.WriteAsync(last.Length == 0 ? """{"name":"x","tags":["a","b"]}""" : """{"name":"x","tags":["c"]}""");
        });
        using var client = RegistryConnection.Open(RegistryEndpoint.Of(stub.Host, isPlain: true), null, TimeProvider.System);

        Assert.Equal(["a", "b", "c"], await client.TagsAsync("shop/web", Token));
        Assert.Equal(["/v2/shop/web/tags/list?n=1000", "/v2/shop/web/tags/list?n=2&last=b"], stub.Asked.Select(asked => asked.Path));
    }

    [Theory]
    [InlineData("""{"tags":null}""", null)]
    [InlineData("""{"tags":[7]}""", "registry.malformed")]
    [InlineData("""{}""", "registry.malformed")]
    [InlineData("x", "registry.malformed")]
    public async Task Tags_ThatAreNone_AreTold(string body, string? code)
    {
        await using var stub = await RegistryStub.StartAsync(context => context.Response.WriteAsync(body));
        using var client = RegistryConnection.Open(RegistryEndpoint.Of(stub.Host, isPlain: true), null, TimeProvider.System);

        if (code is null)
            Assert.Empty(await client.TagsAsync("shop/web", Token));
        else
            Assert.Equal(code, (await Assert.ThrowsAsync<RegistryException>(() => client.TagsAsync("shop/web", Token))).Code);
    }

    /// <summary>A registry that always has a next page.</summary>
    [Fact]
    public async Task Tags_WithoutEnd_AreBounded()
    {
        await using var stub = await RegistryStub.StartAsync(context =>
        {
            context.Response.Headers.Append("Link", "<x?last=b>; rel=\"next\"");
            return context.Response.WriteAsync("{\"tags\":[" + string.Join(',', Enumerable.Repeat("\"a\"", 2000)) + "]}");
        });
        using var client = RegistryConnection.Open(RegistryEndpoint.Of(stub.Host, isPlain: true), null, TimeProvider.System);

        Assert.Equal("registry.too_large", (await Assert.ThrowsAsync<RegistryException>(() => client.TagsAsync("shop/web", Token))).Code);
        Assert.InRange(stub.Asked.Count, 2, 50);
    }

    private static bool IsReferrers(string path) => path.Contains("/referrers/", StringComparison.Ordinal);

    private static Task LookAsync(ImageKeeper keeper, IEnumerable<(ImageReference Image, string Digest)> images) =>
        Task.WhenAll(images.Select(async image => Assert.Equal("notSigned", (await keeper.LookAsync(image.Image, image.Digest, PosturePolicy.Default, [], Token))!.Trust!.State)));

    private ImageKeeper Keeper()
    {
        var configured = new Configured(new() { Registries = [new() { Host = Stub.Host, PlainHttp = true }] });
        return new(configured, new(configured, _time, NullLogger<TrustKeeper>.Instance), new(null, _time, NullLogger<ImageMemory>.Instance), _time, NullLogger<ImageKeeper>.Instance);
    }

    private ImageReference Image(string repository, string tag) => ImageReference.Parse($"{Stub.Host}/{repository}:{tag}") ?? throw new InvalidOperationException(tag);

    private sealed class Configured(CollectorOptions options) : IOptionsMonitor<CollectorOptions>
    {
        public CollectorOptions CurrentValue => options;

        public CollectorOptions Get(string? name) => options;

        public IDisposable? OnChange(Action<CollectorOptions, string?> listener) => null;
    }
}
