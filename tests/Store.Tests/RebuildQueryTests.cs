using Posture.Model.Inventory;
using Posture.Model.Tenancy;
using Posture.Store.Queries;
using Posture.Store.RowSecurity;
using static Posture.Store.Tests.ImageStage;

namespace Posture.Store.Tests;

/// <summary>Which images stand on which version of which base, and who may see it.</summary>
public sealed class RebuildQueryTests(PostgresFixture postgres)
{
    private const string Core = "registry.test/core/debian", Java = "registry.test/middleware/java";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Line_ToldByVersion_WithWhatIsBehind()
    {
        await using var stage = await SeededAsync();

        var view = await stage.Rebuilds().ReadAsync(ViewScope.All, new(), 1, 20, Token);

        Assert.Equal((2, 2, 4L, 5L), (view.Total, view.Lines.Count, view.Looked, view.Images));
        Assert.Equal(["architects", "operations"], view.Owners);
        var core = view.Lines[0];
        Assert.Equal((Core, "12", "operations", Digest('9'), "12", Stage.Start.AddDays(-5)), (core.Repository, core.Line, core.Owner, core.Current, core.CurrentTag, core.CurrentSince));
        Assert.Equal([(Digest('9'), true, 1, 0, 1), (Digest('8'), false, 3, 1, 4)], core.Versions.Select(version => (version.Digest, version.IsCurrent == true, version.Images, version.Rebuilt, version.Workloads)));
        Assert.Equal(["other", "prod"], core.Versions[1].Clusters);
        Assert.Equal((1, 1, 2, 0), (core.Of(RebuildState.Current), core.Of(RebuildState.Rebuilt), core.Of(RebuildState.Outdated), core.Of(RebuildState.Unknown)));
        Assert.Equal([(Digest('a'), RebuildState.Rebuilt, 2), (Digest('b'), RebuildState.Outdated, 1), (Digest('c'), RebuildState.Outdated, 1)],
            core.Behind.OrderBy(image => image.Digest, StringComparer.Ordinal).Select(image => (image.Digest, image.State, image.Workloads)));
        Assert.Equal(RebuildState.Rebuilt, core.Behind[0].State);
        Assert.Equal((Shop, "other prod", "1"), (core.Behind[0].Repository, string.Join(' ', core.Behind[0].Clusters), core.Behind[0].Tags.Single()));
        Assert.Equal([("other", "web"), ("prod", "web")], core.Behind[0].Examples.Select(one => (one.Cluster, one.Workload.Name)).Order());
        var java = view.Lines[1];
        Assert.Equal((Java, null, 1, 0), (java.Repository, java.Current, java.Of(RebuildState.Unknown), java.Of(RebuildState.Outdated)));
        Assert.Null(Assert.Single(java.Versions).IsCurrent);
        Assert.Empty(java.Behind); // what is not known is not called behind
    }

    [Fact]
    public async Task Filters_LimitWhatIsCounted()
    {
        await using var stage = await SeededAsync();
        async Task<IReadOnlyList<BaseLine>> OfAsync(RebuildFilter filter) => (await stage.Rebuilds().ReadAsync(ViewScope.All, filter, 1, 20, Token)).Lines;

        Assert.Equal(["other"], Assert.Single(await OfAsync(new() { Clusters = ["other"] })).Versions.Single().Clusters);
        Assert.Equal(Java, Assert.Single(await OfAsync(new() { Owners = ["architects"] })).Repository);
        Assert.Equal(1, Assert.Single(await OfAsync(new() { Text = "VAULT" })).Versions.Single().Images);
        Assert.Equal(Core, Assert.Single(await OfAsync(new() { Text = "core/deb" })).Repository);
        Assert.Empty(await OfAsync(new() { Text = "\0' or true --" }));
    }

    [Fact]
    public async Task Lists_AreBounded_AndTheirNumbersAreOfAll()
    {
        await using var stage = await Stage.CreateAsync(postgres);
        var digests = Enumerable.Range(0, RebuildQuery.MaxVersions + 1).Select(i => $"sha256:{i:x64}").ToArray();
        await stage.Writer.CommitAsync(
            Whole(
                stage, 0, [.. digests.Select((digest, i) => Runs("shop", $"app-{i}", Use(Shop, "1", null) with { Digest = digest }))],
                [.. digests.Select(digest => On(digest, Ancestor(Core, '9', '9', ancestor: digest)))]), Token);

        var view = await stage.Rebuilds().ReadAsync(ViewScope.All, new(), 1, 20, Token);

        var line = Assert.Single(view.Lines);
        Assert.Equal((RebuildQuery.MaxVersions, digests.Length, digests.Length), (line.Versions.Count, line.VersionsTotal, line.Of(RebuildState.Outdated)));
        Assert.Equal(RebuildQuery.MaxImages, line.Behind.Count);
        Assert.Equal((1, 0), ((await stage.Rebuilds().ReadAsync(ViewScope.All, new(), 2, 20, Token)).Total, (await stage.Rebuilds().ReadAsync(ViewScope.All, new(), 2, 20, Token)).Lines.Count));
    }

    [Fact]
    public async Task Tenant_SeesBasesBelowItsOwnImagesAlone()
    {
        await using var stage = await SeededAsync();
        var scope = await stage.TenantAsync("prod/bank");

        var view = await stage.Rebuilds().ReadAsync(scope, new(), 1, 20, Token);

        Assert.Equal((1L, 1L), (view.Looked, view.Images));
        Assert.Equal((Core, Digest('c')), (Assert.Single(view.Lines).Repository, Assert.Single(view.Lines[0].Behind).Digest));
        Assert.Equal(["prod"], view.Lines[0].Versions.Single().Clusters);
        foreach (var (source, role) in new[] { (stage.Sources.Web, "web"), (stage.Sources.Export, "export") })
        {
            Assert.Equal((1, role), (await CountAsync(source, RowScope.Of(scope), "image_ancestors"), role));
            Assert.Equal(0, await CountAsync(source, RowScope.Of(scope), $"image_ancestors where owner = 'architects'"));
            Assert.Equal(6, await CountAsync(source, "all", "image_ancestors"));
            Assert.Equal(0, await CountAsync(source, "totals", "image_ancestors"));
            Assert.Equal(0, await CountAsync(source, "admin", "image_ancestors"));
            await Assert.ThrowsAsync<Npgsql.PostgresException>(() => CountAsync(source, "", "image_ancestors"));
            Assert.Equal(5, await CountAsync(source, RowScope.Of(ViewScope.All.Within(new Dictionary<Guid, string> { [stage.Cluster.Id] = "prod" })), "image_ancestors"));
        }
        Assert.Empty((await stage.Rebuilds().ReadAsync(await stage.TenantAsync("another/none"), new(), 1, 20, Token)).Lines);
    }

    [Fact]
    public async Task Image_TellsWhatIsBuiltOnIt_AndWhichAncestorsHaveAPage()
    {
        await using var stage = await SeededAsync();

        var image = await stage.Images().GetAsync(ViewScope.All, Digest('8'), Token);

        Assert.Equal([Digest('a'), Digest('b'), Digest('c')], image!.Built.Select(built => built.Digest).Order(StringComparer.Ordinal));
        Assert.Equal(RebuildState.Rebuilt, image.Built.Single(built => built.Digest == Digest('a')).State);
        Assert.Equal([Digest('8')], (await stage.Images().GetAsync(ViewScope.All, Digest('b'), Token))!.AncestorsInUse);
        var tenant = await stage.Images().GetAsync(await stage.TenantAsync("prod/bank"), Digest('c'), Token);
        Assert.Empty(tenant!.AncestorsInUse); // it runs, and not where this tenant may look
    }

    [Fact]
    public async Task Facts_ThatChangeOrGo_TakeTheirAncestorsAlong()
    {
        await using var stage = await Stage.CreateAsync(postgres);
        var uses = new[] { Runs("shop", "web", Use(Shop, "1", 'a')) };
        await stage.Writer.CommitAsync(Whole(stage, 0, uses, On('a', Ancestor(Core, '8'), Ancestor(Java, '7'))), Token);
        const string Rows = "select sum(xmin::text::bigint) from image_ancestors";
        var before = await stage.CountAsync(Rows);
        await stage.Writer.CommitAsync(Built.Commit(stage, 1) with { Put = [On('a', Ancestor(Core, '8'), Ancestor(Java, '7'))] }, Token);
        Assert.Equal(before, await stage.CountAsync(Rows)); // nothing is new

        await stage.Writer.CommitAsync(Built.Commit(stage, 2) with { Put = [On('a', Ancestor(Core, '9'))] }, Token);
        Assert.Equal(1, await stage.CountAsync($"select count(*) from image_ancestors where digest = '{Digest('9')}'"));
        Assert.Equal(1, await stage.CountAsync("select count(*) from image_ancestors"));

        await stage.Writer.CommitAsync(Built.Commit(stage, 3) with { Put = [On('a', [.. Enumerable.Repeat(Ancestor("\0hostile", '9'), 500)])] }, Token);
        Assert.Equal(50, await stage.CountAsync("select count(*) from image_ancestors"));

        await stage.Writer.CommitAsync(Built.Commit(stage, 4) with { Removed = [Facts('a', "verified").Ref] }, Token);
        Assert.Equal(0, await stage.CountAsync("select count(*) from image_ancestors"));
    }

    private static ImageFacts On(char digest, params ImageAncestor[] ancestors) => On(Digest(digest), ancestors);

    private static ImageFacts On(string digest, params ImageAncestor[] ancestors)
    {
        var facts = Facts('a', "verified");
        facts.Metadata.Name = digest;
        facts.Spec.Ancestors = ancestors;
        return facts;
    }

    private static ImageAncestor Ancestor(string repository, char digest, char? current = null, bool? rebuilt = null, string? ancestor = null) => new()
    {
        Repository = repository,
        Tag = "12",
        Line = "12",
        Digest = ancestor ?? Digest(digest),
        Layers = 1,
        Owner = repository == Core ? "operations" : "architects",
        Current = current is { } now ? Digest(now) : null,
        CurrentTag = current is null ? null : "12",
        CurrentSince = current is null ? null : Stage.Start.AddDays(-5),
        IsRebuilt = rebuilt,
    };

    /// <summary>prod: shop runs a (rebuilt) and b and d, bank runs c; another workload runs the base itself. other: shop runs a.</summary>
    private async Task<Stage> SeededAsync()
    {
        var stage = await Stage.CreateAsync(postgres);
        await stage.Writer.CommitAsync(
            Whole(
                stage, 0,
                [
                    Runs("shop", "web", Use(Shop, "1", 'a')), Runs("shop", "api", Use("registry.test/shop/api", "1", 'b'), Use("registry.test/shop/new", "1", 'd', "side")),
                    Runs("bank", "vault", Use(Bank, "1", 'c')), Runs("core", "probe", Use(Core, "12", '8')),
                ],
                On('a', Ancestor(Core, '8', '9', true)), On('b', Ancestor(Core, '8', '9', false), Ancestor(Java, '7')), On('c', Ancestor(Core, '8', '9')), On('d', Ancestor(Core, '9', '9'))), Token);
        var other = await stage.BesideAsync("other");
        await other.Writer.CommitAsync(Whole(other, 0, [Runs("shop", "web", Use(Shop, "1", 'a'))], On('a', Ancestor(Core, '8', '9', true))), Token);
        return stage;
    }

    private static async Task<long> CountAsync(Npgsql.NpgsqlDataSource source, string scope, string from)
    {
        await using var connection = await source.OpenConnectionAsync(Token);
        await using var transaction = await connection.BeginTransactionAsync(Token);
        await using (var set = new Npgsql.NpgsqlCommand("select set_config('posture.scope', $1, true)", connection) { Parameters = { new() { Value = scope } } })
            await set.ExecuteNonQueryAsync(Token);
        await using var count = new Npgsql.NpgsqlCommand($"select count(*) from {from}", connection);
        return (long)(await count.ExecuteScalarAsync(Token))!;
    }
}
