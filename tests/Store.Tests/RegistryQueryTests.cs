using Posture.Model.Inventory;
using Posture.Model.Tenancy;
using Posture.Store.Queries;
using static Posture.Store.Tests.ImageStage;

namespace Posture.Store.Tests;

/// <summary>The registries that images in use come from, and what the policy says of their names.</summary>
public sealed class RegistryQueryTests(PostgresFixture postgres)
{
    private const string Hub = "docker.io/library/cache", Old = "k8s.gcr.io/pause";

    private static readonly ImageStanding Own = new(ImageStanding.Own), Public = new(ImageStanding.Public) { Mirror = "registry.test/hub/library/cache" };

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Registry_IsARowWithItsNumbers()
    {
        await using var stage = await SeededAsync();
        var page = await ListAsync(stage, ImageFilter.None);

        Assert.Equal(["registry.test", "", "docker.io", "k8s.gcr.io"], page.Page.Rows.Select(row => row.Name));
        Assert.Equal((4, 4), (page.Page.Total, page.Page.Unfiltered));
        var own = page.Page.Rows[0];
        Assert.Equal((3, 3, 3, 2, 2), (own.Images, own.Workloads, own.Namespaces, own.Clusters, own.Repositories));
        Assert.Equal(new Dictionary<string, int> { ["verified"] = 1, ["notSigned"] = 1, ["notChecked"] = 1 }, own.States);
        Assert.Equal((2, 1), (own.Checked, own.Of("verified")));
        Assert.Equal([ImageStanding.Own], own.Classes);
        Assert.Equal(["docker.io", "k8s.gcr.io"], page.Page.Rows.Where(row => row.Classes.Contains(ImageStanding.Public)).Select(row => row.Name));
        Assert.Equal(new Dictionary<string, long> { ["own"] = 1, ["public"] = 2, [""] = 1 }, page.Classes);
    }

    /// <summary>Yes, no and not asked are told apart, and an answer is of the repository that was asked alone.</summary>
    [Fact]
    public async Task Anonymous_YesNoAndNotAsked_StayApart()
    {
        await using var stage = await SeededAsync();
        var rows = (await ListAsync(stage, ImageFilter.None)).Page.Rows;

        Assert.Equal((1, 1, 0), (rows[0].Anonymous, rows[0].NotAnonymous, rows[0].NotAsked));
        Assert.Equal(["http", "https-own"], rows[0].Transports);
        // Its image was asked for at another repository.
        Assert.Equal((0, 0, 1), (rows[2].Anonymous, rows[2].NotAnonymous, rows[2].NotAsked));
        Assert.Empty(rows[2].Transports);
    }

    [Fact]
    public async Task Retirement_AndMirrors_AreNamed()
    {
        await using var stage = await SeededAsync();
        var rows = (await ListAsync(stage, ImageFilter.None)).Page.Rows;

        Assert.Equal(("k8s.gcr.io", "registry.k8s.io/pause", 1), (Assert.Single(rows[3].Retired), Assert.Single(rows[3].Successors), rows[3].RetiredRepositories));
        Assert.Equal(("registry.test/hub/library/cache", 1), (Assert.Single(rows[2].Mirrors), rows[2].MirroredRepositories));
        Assert.Empty(rows[0].Retired);
        Assert.Empty(rows[0].Mirrors);
    }

    [Fact]
    public async Task Filters_CutDownRowsAndCounts()
    {
        await using var stage = await SeededAsync();

        Assert.Equal([Bank, Shop], (await ListAsync(stage, new() { Hosts = ["registry.test"] }, byRepository: true)).Page.Rows.Select(row => row.Name).Order(StringComparer.Ordinal));
        var cut = await ListAsync(stage, new() { Classes = [ImageStanding.Public] });
        Assert.Equal(["docker.io", "k8s.gcr.io"], cut.Page.Rows.Select(row => row.Name));
        Assert.Equal(4, cut.Page.Unfiltered);
        Assert.Equal(1, cut.Classes[ImageStanding.Own]); // what choosing it would show
        Assert.Equal(["registry.test"], (await ListAsync(stage, new() { Clusters = ["other"] })).Page.Rows.Select(row => row.Name));
        Assert.Equal(["k8s.gcr.io"], (await ListAsync(stage, new() { Text = "PAUSE" })).Page.Rows.Select(row => row.Name));
        var beyond = await new RegistryQuery(stage.Sources.Web).PageAsync(ViewScope.All, ImageFilter.None, false, 9, 2, Token);
        Assert.Equal((0, 4), (beyond.Page.Rows.Count, beyond.Page.Total));
    }

    [Fact]
    public async Task Images_AreFilteredByClassAndRepository_AndCarryTheirClass()
    {
        await using var stage = await SeededAsync();
        async Task<IReadOnlyList<ImageRow>> RowsAsync(ImageFilter filter) => (await stage.Images().PageAsync(ViewScope.All, filter, default, 1, 50, Token)).Page.Rows;

        Assert.Equal([Hub, Old], (await RowsAsync(new() { Classes = [ImageStanding.Public] })).Select(row => row.Repository).Order(StringComparer.Ordinal));
        var one = Assert.Single(await RowsAsync(new() { Repositories = [Hub] }));
        Assert.Equal([ImageStanding.Public], one.Classes);
        Assert.Empty(Assert.Single(await RowsAsync(new() { Hosts = [""] })).Classes);
        Assert.Equal(Public, Assert.Single((await stage.Images().GetAsync(ViewScope.All, one.Id, Token))!.Uses).Standing);
    }

    /// <summary>The same uses, and another policy: nothing begins or ends, and what is said of them changes.</summary>
    [Fact]
    public async Task Standing_FollowsThePolicy()
    {
        await using var stage = await Stage.CreateAsync(postgres);
        await stage.Writer.CommitAsync(Whole(stage, 0, [Runs("shop", "web", Use(Shop, "1", 'a'))]), Token);
        Assert.Equal([""], (await ListAsync(stage, ImageFilter.None)).Page.Rows.Single().Classes);

        await stage.Writer.CommitAsync(Whole(stage, 1, [Runs("shop", "web", Use(Shop, "1", 'a') with { Standing = Public })]), Token);
        Assert.Equal([ImageStanding.Public], (await ListAsync(stage, ImageFilter.None)).Page.Rows.Single().Classes);
        await stage.Writer.CommitAsync(Built.Commit(stage, 2) with { Images = [Runs("shop", "web", Use(Shop, "1", 'a') with { Standing = Own with { Retired = "registry.test", IsFloating = true } })] }, Token);

        var row = (await ListAsync(stage, ImageFilter.None)).Page.Rows.Single();
        Assert.Equal((ImageStanding.Own, "registry.test", 0), (row.Classes.Single(), row.Retired.Single(), row.MirroredRepositories));
        Assert.Equal(1, await stage.CountAsync("select count(*) from image_uses where floating and last_seen is null"));
        Assert.Equal(1, await stage.CountAsync("select count(*) from image_uses"));
    }

    [Fact]
    public async Task Tenant_SeesItsOwnRegistriesAlone()
    {
        await using var stage = await SeededAsync();
        var page = await new RegistryQuery(stage.Sources.Web).PageAsync(await stage.TenantAsync("prod/bank"), ImageFilter.None, false, 1, 50, Token);

        Assert.Equal(["registry.test"], page.Page.Rows.Select(row => row.Name));
        Assert.Equal((1, 1, 1, 1), (page.Page.Rows[0].Images, page.Page.Rows[0].Workloads, page.Page.Unfiltered, page.Page.Rows[0].Repositories));
        Assert.Equal((0, 1, 0), (page.Page.Rows[0].Anonymous, page.Page.Rows[0].NotAnonymous, page.Page.Rows[0].NotAsked));
        Assert.Equal(["own"], page.Classes.Keys);
        Assert.Empty((await new RegistryQuery(stage.Sources.Web).PageAsync(await stage.TenantAsync("another/none"), ImageFilter.None, false, 1, 50, Token)).Page.Rows);
    }

    private static Task<RegistryPage> ListAsync(Stage stage, ImageFilter filter, bool byRepository = false) => new RegistryQuery(stage.Sources.Web).PageAsync(ViewScope.All, filter, byRepository, 1, 50, Token);

    private static ImageFacts Asked(ImageFacts facts, string repository, string transport, bool? anonymous)
    {
        facts.Spec.Registry = new() { Repository = repository, Transport = transport, AnonymousPull = anonymous };
        return facts;
    }

    /// <summary>prod: shop runs two images of an own registry, of which one gives to anybody, one of Docker Hub, a retired one, and a text that is no reference; other: bank.</summary>
    private async Task<Stage> SeededAsync()
    {
        var stage = await Stage.CreateAsync(postgres);
        await stage.Writer.CommitAsync(
            Whole(
                stage, 0,
                [
                    Runs("shop", "web", Use(Shop, "1", 'a') with { Standing = Own }), Runs("bank", "vault", Use(Bank, "1", 'b') with { Standing = Own }),
                    Runs("shop", "cache", Use(Hub, "7", 'c') with { Standing = Public }),
                    Runs("shop", "pause", Use(Old, "3", null) with { Standing = new(ImageStanding.Public) { Retired = "k8s.gcr.io", Successor = "registry.k8s.io/pause" } }),
                    Runs("shop", "zzz", new ImageUse("app", "main", "two words", "", "two words", null, null)),
                ],
                Asked(Facts('a', "verified"), Shop, "http", true), Asked(Facts('b', "notSigned"), Bank, "https-own", false), Asked(Facts('c', "verified"), "mirror.test/library/cache", "http", true)), Token);
        var other = await stage.BesideAsync("other");
        await other.Writer.CommitAsync(Whole(other, 0, [Runs("shop", "web", Use(Shop, "2", 'd') with { Standing = Own })]), Token);
        return stage;
    }
}
