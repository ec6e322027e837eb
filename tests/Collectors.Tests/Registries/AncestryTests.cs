using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using Posture.Analysis.Indexes;
using Posture.Analysis.Layers;
using Posture.Analysis.Policy;
using Posture.Collectors.Hosting;
using Posture.Collectors.Registries;
using Posture.Collectors.Trust;
using Posture.Model.Inventory;
using Posture.Store.Commands;
using Posture.TestKit.Registry;

namespace Posture.Collectors.Tests.Registries;

/// <summary>What images are built on, read from a registry whose content is known.</summary>
public sealed class AncestryTests(PostgresFixture postgres) : IAsyncLifetime
{
    private const string Core = "core/debian", Java = "middleware/java", Web = "shop/web";

    private readonly RegistryContent _content = new() { HasReferrers = true };
    private readonly FakeTimeProvider _time = new(new(2026, 11, 1, 0, 0, 0, TimeSpan.Zero));
    private RegistryStub? _stub;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private RegistryStub Stub => _stub!;

    private PosturePolicy Policy => PosturePolicy.Default with
    {
        BaseImages = [new() { Images = [$"{Stub.Host}/{Core}"], Owner = "operations" }, new() { Images = [$"{Stub.Host}/middleware"], Owner = "architects" }],
    };

    public async ValueTask InitializeAsync() => _stub = await RegistryStub.StartAsync(_content.AnswerAsync);

    public ValueTask DisposeAsync() => Stub.DisposeAsync();

    /// <summary>Core, middleware, application: with owners, what is current, and whether the application was rebuilt on it.</summary>
    [Fact]
    public async Task Chain_IsToldFromTheCoreOutward_WithOwnersAndWhatIsCurrent()
    {
        _content.PushLayers(Core, "1.0.0", "2026-09-01", "core-0");
        var core = _content.PushLayers(Core, "1.0.1", "2026-10-01", "core-1");
        _content.List(Core, ["1.0.0", "1.0.1"]);
        var java = _content.PushLayers(Java, "21.0.4", "2026-09-02", "core-0", "java-4");
        _content.List(Java, ["21.0.4"]);
        var web = _content.PushLayers(Web, "2.3.0", "2026-09-03", "core-0", "java-4", "web-0", "web-1");
        var rebuilt = _content.PushLayers(Web, "2.3.1", "2026-10-03", "core-1", "java-4", "web-0");
        _content.List(Web, ["2.3.0", "2.3.1"]);
        using var keeper = Keeper(null);

        await keeper.LookAtBasesAsync(Policy, [$"{Stub.Host}/{Java}"], Token);
        var facts = await LookAsync(keeper, Web, "2.3.0", web);

        Assert.Equal("application", facts.Owner);
        Assert.Equal(("linux/amd64", 4), (facts.Layers!.Platform, facts.Layers.DiffIds.Count));
        var (first, second) = (facts.Ancestors![0], facts.Ancestors[1]);
        Assert.Equal(2, facts.Ancestors.Count);
        Assert.Equal(($"{Stub.Host}/{Core}", "1.0.0", "1.0", 1, "operations", false), (first.Repository, first.Tag, first.Line, first.Layers, first.Owner, first.IsDeclared));
        Assert.Equal((core, "1.0.1", new DateTimeOffset(2026, 10, 1, 0, 0, 0, TimeSpan.Zero), true), (first.Current, first.CurrentTag, first.CurrentSince, first.IsReplaced));
        Assert.True(first.IsRebuilt); // 2.3.1 begins with the new core
        Assert.Equal(($"{Stub.Host}/{Java}", java, 2, "architects", false, (bool?)null), (second.Repository, second.Digest, second.Layers, second.Owner, second.IsReplaced, second.IsRebuilt));
        var newer = (await LookAsync(keeper, Web, "2.3.1", rebuilt)).Ancestors!;
        Assert.Equal((core, false), (newer[0].Digest, newer[0].IsReplaced));
    }

    [Fact]
    public async Task NotRebuilt_IsToldApartFromNotKnown()
    {
        var (core, web) = (_content.PushLayers(Core, "1.0.0", "2026-09-01", "core-0"), _content.PushLayers(Web, "2.3.0", "2026-09-03", "core-0", "web"));
        _content.PushLayers(Core, "1.0.1", "2026-10-01", "core-1");
        _content.List(Core, ["1.0.0", "1.0.1"]);
        _content.List(Web, ["2.3.0"]);
        using var keeper = Keeper(null);
        await keeper.LookAtBasesAsync(Policy, [], Token);

        Assert.Equal((core, false), ((await LookAsync(keeper, Web, "2.3.0", web)).Ancestors!.Single().Digest, (await LookAsync(keeper, Web, "2.3.0", web)).Ancestors!.Single().IsRebuilt));
        var untagged = await keeper.LookAsync(ImageReference.Parse($"{Stub.Host}/{Web}@{web}")!.Value, web, Policy, [], Token);
        Assert.Null(untagged!.Ancestors!.Single().IsRebuilt);
    }

    /// <summary>The tag moved: what it had is known still, in this process and after a restart, and nothing that cannot change is asked for again.</summary>
    [Fact]
    public async Task BaseWhoseTagMoved_StaysKnown_OverARestart()
    {
        await using var database = await (await postgres.Server).DatabaseAsync(Token);
        var former = _content.PushLayers(Core, "12", "2026-09-01", "core-0");
        var web = _content.PushLayers(Web, "2.3.0", "2026-09-03", "core-0", "web");
        _content.List(Core, ["12"]);
        _content.List(Web, ["2.3.0"]);
        using (var keeper = Keeper(new(database.Collector)))
        {
            await keeper.LookAtBasesAsync(Policy, [], Token);
            Assert.Equal((former, false), Of(await LookAsync(keeper, Web, "2.3.0", web)));
        }
        var now = _content.PushLayers(Core, "12", "2026-10-20", "core-1");
        _time.Advance(TimeSpan.FromHours(26));
        var before = Stub.Asked.Count;

        using var restarted = Keeper(new(database.Collector));
        await restarted.LookAtBasesAsync(Policy, [], Token);
        var facts = await LookAsync(restarted, Web, "2.3.0", web);

        Assert.Equal((former, true), Of(facts));
        Assert.Equal((now, "12", "12"), (facts.Ancestors![0].Current, facts.Ancestors[0].CurrentTag, facts.Ancestors[0].Tag));
        var asked = Stub.Asked.Skip(before).Select(one => one.Path).ToList();
        Assert.DoesNotContain(asked, path => path.EndsWith(former, StringComparison.Ordinal) || path.EndsWith("/manifests/" + web, StringComparison.Ordinal));
        Assert.Single(asked, path => path.Contains("/blobs/", StringComparison.Ordinal)); // the new base's configuration
    }

    /// <summary>The database does not answer: registries are asked, and the answers are as good.</summary>
    [Fact]
    public async Task StoreThatDoesNotAnswer_IsDoneWithout()
    {
        _content.PushLayers(Core, "1.0.0", "2026-09-01", "core-0");
        _content.List(Core, ["1.0.0"]);
        var web = _content.PushLayers(Web, "2.3.0", "2026-09-03", "core-0", "web");
        await using var nowhere = Npgsql.NpgsqlDataSource.Create("Host=127.0.0.1;Port=1;Username=x;Timeout=1");
        using var keeper = Keeper(new(nowhere));

        await keeper.LookAtBasesAsync(Policy, [], Token);

        Assert.Single((await LookAsync(keeper, Web, "2.3.0", web)).Ancestors!);
    }

    /// <summary>An index that was pushed anew for the sake of another platform: nothing of what runs here was replaced.</summary>
    [Fact]
    public async Task NewDigestOfTheSameLayers_IsNoReplacement_AndThePlatformIsTheSameWhateverTheOrder()
    {
        var (amd, arm, arm2) = (Single("core-0", "amd64"), Single("arm-0", "arm64"), Single("arm-1", "arm64"));
        var former = _content.PushIndex(Core, "12", [("arm64", arm), ("amd64", amd)]);
        _content.List(Core, ["12"]);
        var web = _content.PushLayers(Web, "2.3.0", "2026-09-03", "core-0", "web");
        using var keeper = Keeper(null);
        await keeper.LookAtBasesAsync(Policy, [], Token);
        Assert.Equal((former, false), Of(await LookAsync(keeper, Web, "2.3.0", web)));

        var now = _content.PushIndex(Core, "12", [("amd64", amd), ("arm64", arm2)]);
        _time.Advance(TimeSpan.FromHours(26));
        await keeper.LookAtBasesAsync(Policy, [], Token);

        Assert.Equal((now, false), Of(await LookAsync(keeper, Web, "2.3.0", web)));

        string Single(string layer, string architecture) => _content.Push(Core, layer, "2026-09-01", architecture, "", [RegistryContent.DigestOf(layer)]);
    }

    [Fact]
    public async Task DeclaredBase_OfARegistryThatMayNotBeAsked_IsToldAsDeclaredAlone()
    {
        var digest = "sha256:" + new string('d', 64);
        var web = _content.Push(Web, "2.3.0", "2026-09-03", "amd64", $$""","org.opencontainers.image.base.name":"elsewhere.example/core:12","org.opencontainers.image.base.digest":"{{digest}}" """, [RegistryContent.DigestOf("x"), RegistryContent.DigestOf("y")]);
        using var keeper = Keeper(null);

        var ancestor = Assert.Single((await LookAsync(keeper, Web, "2.3.0", web)).Ancestors!);

        Assert.Equal(("elsewhere.example/core", "12", digest, true, (int?)null, (string?)null), (ancestor.Repository, ancestor.Tag, ancestor.Digest, ancestor.IsDeclared, ancestor.Layers, ancestor.Current));
    }

    [Fact]
    public async Task DeclaredDigestOfAPlatform_IsTheBaseThatTheLayersTell()
    {
        _content.PushLayers(Core, "1.0.0", "2026-09-01", "core-0");
        _content.List(Core, ["1.0.0"]);
        var labels = $$""","org.opencontainers.image.base.name":"{{Stub.Host}}/{{Core}}:1.0.0","org.opencontainers.image.base.digest":"sha256:{{new string('d', 64)}}" """;
        var web = _content.Push(Web, "2.3.0", "2026-09-03", "amd64", labels, [RegistryContent.DigestOf("core-0"), RegistryContent.DigestOf("web")]);
        using var keeper = Keeper(null);
        await keeper.LookAtBasesAsync(Policy, [], Token);

        var ancestor = Assert.Single((await LookAsync(keeper, Web, "2.3.0", web)).Ancestors!);

        Assert.Equal((true, 1, _content.DigestAt(Core, "1.0.0")), (ancestor.IsDeclared, ancestor.Layers, ancestor.Digest));
    }

    [Theory]
    [InlineData("no digest")]
    [InlineData("sha256:ABCDEFABCDEFABCDEFABCDEFABCDEFABCDEFABCDEFABCDEFABCDEFABCDEFABCD")]
    [InlineData("many")]
    [InlineData("")]
    public async Task LayersThatAreNone_AreNotCompared_AndTheRestIsTold(string layer)
    {
        _content.PushLayers(Core, "1.0.0", "2026-09-01", "core-0");
        _content.List(Core, ["1.0.0"]);
        string[] layers = layer switch { "many" => [.. Enumerable.Repeat(RegistryContent.DigestOf("core-0"), LayerChain.MaxLayers + 1)], "" => [], _ => [RegistryContent.DigestOf("core-0"), layer] };
        var web = _content.Push(Web, "2.3.0", "2026-09-03", "amd64", "", layers);
        using var keeper = Keeper(null);
        await keeper.LookAtBasesAsync(Policy, [], Token);

        var facts = await LookAsync(keeper, Web, "2.3.0", web);

        Assert.Equal((null, null, 3), (facts.Layers, facts.Ancestors, facts.Created!.Value.Day));
    }

    /// <summary>A repository of a thousand versions costs a bounded number of requests, once a day, and a whole host none.</summary>
    [Fact]
    public async Task Bases_AreLookedAtOnceADay_TheNewestVersionsAlone()
    {
        var tags = Enumerable.Range(0, 80).Select(i => $"1.{i}.0").Append("../../evil").Append("9.9.9-/../x").ToList();
        foreach (var tag in tags.Take(80))
            _content.PushLayers(Core, tag, "2026-09-01", tag);
        _content.List(Core, tags);
        var policy = Policy with { BaseImages = [.. Policy.BaseImages, new() { Images = [Stub.Host], Owner = "all" }] };
        using var keeper = Keeper(null);

        for (var i = 0; i < 3; i++)
            await keeper.LookAtBasesAsync(policy, ["elsewhere.example/core"], Token);

        var asked = Stub.Asked.Select(one => one.Path).ToList();
        Assert.Equal(ImageKeeper.MaxVersions - 1, asked.Count(path => path.Contains("/manifests/1.", StringComparison.Ordinal)));
        Assert.Contains(asked, path => path.EndsWith("/manifests/1.79.0", StringComparison.Ordinal));
        Assert.DoesNotContain(asked, path => path.Contains("..", StringComparison.Ordinal) || path.EndsWith("/manifests/1.9.0", StringComparison.Ordinal));
        Assert.Single(asked, path => path.Contains(Core + "/tags/list", StringComparison.Ordinal));
    }

    private static (string, bool?) Of(ImageFactsData facts) => (Assert.Single(facts.Ancestors!).Digest, facts.Ancestors![0].IsReplaced);

    private async Task<ImageFactsData> LookAsync(ImageKeeper keeper, string repository, string tag, string digest) =>
        (await keeper.LookAsync(ImageReference.Parse($"{Stub.Host}/{repository}:{tag}")!.Value, digest, Policy, [], Token))!;

    private ImageKeeper Keeper(KnownImages? store)
    {
        var configured = new Configured(new() { Registries = [new() { Host = Stub.Host, PlainHttp = true }] });
        return new(configured, new(configured, _time, NullLogger<TrustKeeper>.Instance), new(store, _time, NullLogger<ImageMemory>.Instance), _time, NullLogger<ImageKeeper>.Instance);
    }

    private sealed class Configured(CollectorOptions options) : IOptionsMonitor<CollectorOptions>
    {
        public CollectorOptions CurrentValue => options;

        public CollectorOptions Get(string? name) => options;

        public IDisposable? OnChange(Action<CollectorOptions, string?> listener) => null;
    }
}
