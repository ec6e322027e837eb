using Posture.Model.Inventory;
using Posture.Model.Tenancy;
using Posture.Store.Queries;
using Posture.Store.RowSecurity;
using static Posture.Store.Tests.ImageStage;

namespace Posture.Store.Tests;

/// <summary>Which images have a library with a fix, which were rebuilt with it, and who may see it.</summary>
public sealed class LibraryQueryTests(PostgresFixture postgres)
{
    private const string Api = "registry.test/shop/api", Old = "ssl 1→2 HIGH CVE-1 CVE-2";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Library_ToldWithItsImages_AndWhereTheyRun()
    {
        await using var stage = await SeededAsync();

        var view = await ReadAsync(stage);

        Assert.Equal((3, 3, 5L, 6L), (view.Total, view.Libraries.Count, view.Looked, view.Images));
        Assert.Equal(["deb zip CRITICAL", "deb ssl HIGH", "deb xml "], view.Libraries.Select(library => $"{library.Type} {library.Name} {library.Severity}"));
        var ssl = view.Libraries[1];
        Assert.Equal((1, 1, 1, 0), (ssl.Of(LibraryState.Rebuilt), ssl.Of(LibraryState.Outdated), ssl.Of(LibraryState.Unknown), ssl.Of(LibraryState.Excluded)));
        Assert.Equal([(Digest('a'), LibraryState.Rebuilt), (Digest('c'), LibraryState.Outdated), (Digest('d'), LibraryState.Unknown)], ssl.Behind.Select(image => (image.Digest, image.State)));
        var web = ssl.Behind[0];
        Assert.Equal((Shop, "1", 2, "other prod"), (web.Repository, web.Tags.Single(), web.Workloads, string.Join(' ', web.Clusters)));
        Assert.Equal((Digest('b'), "2"), (web.RebuiltAs, web.RebuiltTag));
        Assert.Equal([("other", "web"), ("prod", "web")], web.Examples.Select(one => (one.Cluster, one.Workload.Name)).Order());
        Assert.Equal(["1 2 CVE-1,CVE-2"], web.Versions.Select(version => $"{version.Installed} {version.Fixed} {string.Join(',', version.Ids)}"));
        var xml = Assert.Single(view.Libraries[2].Behind);
        Assert.Equal((LibraryState.Excluded, 1, "code_not_reachable"), (xml.State, view.Libraries[2].Of(LibraryState.Excluded), Assert.Single(xml.Versions[0].Out).Justification));
    }

    /// <summary>What nobody looked at is not known; ids are compared, and neither versions nor how the fix is written.</summary>
    [Theory]
    [InlineData(LibraryState.Unknown, null, -5)]
    [InlineData(LibraryState.Rebuilt, "", -5)]
    [InlineData(LibraryState.Unknown, "", -40)]
    [InlineData(LibraryState.Unknown, "", -5, false)]
    [InlineData(LibraryState.Rebuilt, "ssl 2→3 HIGH CVE-9", -5)]
    [InlineData(LibraryState.Unknown, "ssl 2→3 HIGH CVE-9", -5, false)]
    [InlineData(LibraryState.Unknown, "ssl 2→3 HIGH CVE-2 CVE-9", -5)]
    [InlineData(LibraryState.Unknown, "ssl 2→ HIGH CVE-2", -5)]
    [InlineData(LibraryState.Unknown, Old, -5)]
    [InlineData(LibraryState.Rebuilt, "", -40, true, 'b')]
    [InlineData(LibraryState.Outdated, Old, -5, true, 'b')]
    [InlineData(LibraryState.Outdated, "ssl 9→ LOW CVE-2", -5, false, 'b')]
    [InlineData(LibraryState.Unknown, "", -5, false, 'b')]
    [InlineData(LibraryState.Unknown, null, -5, true, 'b')]
    [InlineData(LibraryState.Outdated, null, -5, true, 'a')]
    public async Task NewerImage_IsARebuild_OnlyWhenItsOwnScanSaysSo(LibraryState expected, string? found, int built, bool whole = true, char? newest = null)
    {
        await using var stage = await Stage.CreateAsync(postgres);
        var scan = Scan('a', 0, Old) with { Newest = newest is { } letter ? new() { Tag = "2", Digest = Digest(letter) } : null };
        ImageScan[] second = found is null ? [] : [(found.Length == 0 ? Scan('b', 0) : Scan('b', 0, found)) with { IsWhole = whole }];
        await stage.Writer.CommitAsync(
            Whole(stage, 0, [Runs("shop", "web", Use(Shop, "1", 'a')), Runs("shop", "next", Use(Shop, "2", 'b'))], Made('a', -30), Made('b', built)) with { Scans = [scan, .. second] }, Token);

        var image = (await ReadAsync(stage)).Libraries.Single(library => library.Name == "ssl").Behind.Single(one => one.Digest == Digest('a'));

        Assert.Equal((expected, expected == LibraryState.Rebuilt ? Digest('b') : null), (image.State, image.RebuiltAs));
    }

    [Fact]
    public async Task ScannersThatNameTypesOrNot_AreComparedByName()
    {
        await using var stage = await Stage.CreateAsync(postgres);
        var untyped = Scan('b', 0, "ssl 1→2 HIGH CVE-1 CVE-2");
        foreach (var library in untyped.Libraries)
            library.Type = "";
        await stage.Writer.CommitAsync(
            Whole(stage, 0, [Runs("shop", "web", Use(Shop, "1", 'a')), Runs("shop", "next", Use(Shop, "2", 'b'))], Made('a', -30), Made('b', -5)) with { Scans = [Scan('a', 0, Old), untyped] }, Token);

        Assert.DoesNotContain((await ReadAsync(stage)).Libraries.SelectMany(library => library.Behind), image => image.State == LibraryState.Rebuilt);
    }

    [Fact]
    public async Task Filters_LimitWhatIsCounted()
    {
        await using var stage = await SeededAsync();
        async Task<IEnumerable<string>> OfAsync(LibraryFilter filter) => (await ReadAsync(stage, filter)).Libraries.Select(library => $"{library.Name} {string.Join(' ', library.Behind.Select(image => image.Digest[7]))}");

        Assert.Equal(["ssl a"], await OfAsync(new() { Clusters = ["other"] }));
        Assert.Equal(["zip c"], await OfAsync(new() { Severities = ["CRITICAL"] }));
        Assert.Equal(["zip c", "ssl c"], await OfAsync(new() { Text = "VAULT" }));
        Assert.Equal(["ssl a c d"], await OfAsync(new() { Text = "SS" }));
        Assert.Equal(["ssl a c d"], await OfAsync(new() { Text = "cve-1" }));
        Assert.Equal(["zip c"], await OfAsync(new() { Text = "CVE-7" }));
        Assert.Equal(["ssl a"], await OfAsync(new() { Text = Digest('a') }));
        Assert.Empty(await OfAsync(new() { Text = "\0' or true --" }));
        Assert.Equal((5L, 6L), ((await ReadAsync(stage, new() { Text = "nothing" })).Looked, (await ReadAsync(stage, new() { Text = "nothing" })).Images));
    }

    [Fact]
    public async Task Tenant_SeesLibrariesOfItsOwnImagesAlone()
    {
        await using var stage = await SeededAsync();
        var scope = await stage.TenantAsync("prod/shop");

        var view = await stage.Libraries().ReadAsync(scope, new(), 1, 50, Token);

        Assert.Equal((2L, 3L), (view.Looked, view.Images));
        // The rebuild runs where this tenant may not look.
        Assert.Equal([(Digest('d'), LibraryState.Unknown), (Digest('a'), LibraryState.Unknown)], Assert.Single(view.Libraries).Behind.Select(image => (image.Digest, image.State)));
        Assert.Equal(["prod"], view.Libraries[0].Behind[1].Clusters);
        foreach (var (source, role) in new[] { (stage.Sources.Web, "web"), (stage.Sources.Export, "export") })
        {
            Assert.Equal((2, role), (await CountAsync(source, RowScope.Of(scope), "image_scans"), role));
            Assert.Equal(0, await CountAsync(source, RowScope.Of(scope), $"image_scans where digest = '{Digest('c')}'"));
            Assert.Equal(6, await CountAsync(source, "all", "image_scans"));
            Assert.Equal(0, await CountAsync(source, "totals", "image_scans"));
            Assert.Equal(0, await CountAsync(source, "admin", "image_scans"));
            await Assert.ThrowsAsync<Npgsql.PostgresException>(() => CountAsync(source, "", "image_scans"));
            Assert.Equal(4, await CountAsync(source, RowScope.Of(ViewScope.All.Within(new Dictionary<Guid, string> { [stage.Cluster.Id] = "prod" })), "image_scans"));
        }
        Assert.Empty((await stage.Libraries().ReadAsync(await stage.TenantAsync("another/none"), new(), 1, 50, Token)).Libraries);
        await Assert.ThrowsAsync<Npgsql.PostgresException>(() => new Npgsql.NpgsqlCommand("delete from image_scans", stage.Sources.Web.OpenConnection()).ExecuteNonQueryAsync(Token));
    }

    [Fact]
    public async Task Scans_ThatChangeOrGo_AreKeptAsTheyAreNow()
    {
        await using var stage = await Stage.CreateAsync(postgres);
        var uses = new[] { Runs("shop", "web", Use(Shop, "1", 'a')), Runs("shop", "api", Use(Api, "1", 'd')) };
        await stage.Writer.CommitAsync(Whole(stage, 0, uses) with { Scans = [Scan('a', 0, Old), Scan('d', 0, Old)] }, Token);
        const string Rows = "select sum(xmin::text::bigint) from image_scans";
        var before = await stage.CountAsync(Rows);
        await stage.Writer.CommitAsync(Built.Commit(stage, 1) with { Scans = [Scan('a', 0, Old)] }, Token);
        Assert.Equal(before, await stage.CountAsync(Rows)); // nothing is new

        await stage.Writer.CommitAsync(Built.Commit(stage, 2) with { Scans = [Scan('a', 1)], ScansGone = [Digest('d')] }, Token);
        Assert.Equal((1L, 1L, 0), (await stage.CountAsync("select count(*) from image_scans"), (await ReadAsync(stage)).Looked, (await ReadAsync(stage)).Total));
        Assert.Equal(Stage.Start.AddMinutes(1), (await stage.Images().GetAsync(ViewScope.All, Digest('a'), Token))!.Scan!.At);
        Assert.Null((await stage.Images().GetAsync(ViewScope.All, Digest('d'), Token))!.Scan);
        await stage.Writer.CommitAsync(Whole(stage, 3, uses), Token);
        Assert.Equal(0, await stage.CountAsync("select count(*) from image_scans"));
    }

    /// <summary>A report of the future must not be believed until then.</summary>
    [Fact]
    public async Task Clusters_ThatDiffer_TheNewestReportCounts()
    {
        await using var stage = await Stage.CreateAsync(postgres);
        var other = await stage.BesideAsync("other");
        WorkloadImages[] uses = [Runs("shop", "web", Use(Shop, "1", 'a'))];
        await other.Writer.CommitAsync(Whole(other, 5, uses) with { Scans = [Scan('a', 1_000_000)] }, Token);
        await stage.Writer.CommitAsync(Whole(stage, 10, uses) with { Scans = [Scan('a', 7, Old)] }, Token);
        Assert.Equal("ssl", Assert.Single((await ReadAsync(stage)).Libraries).Name);

        await other.Writer.CommitAsync(Whole(other, 12, uses) with { Scans = [Scan('a', 11)] }, Token);
        Assert.Empty((await ReadAsync(stage)).Libraries);
    }

    [Fact]
    public async Task HostileScan_IsKeptAndRead()
    {
        await using var stage = await Stage.CreateAsync(postgres);
        var hostile = new ScannedLibrary { Type = "\0", Name = "\0\ud800'); drop table image_scans; --{,\"\\}" + new string('n', 1_000), Installed = "\0", Fixed = "\ud800", Severity = "\0", Ids = ["\0", "\ud800"] };
        await stage.Writer.CommitAsync(
            Whole(stage, 0, [Runs("shop", "web", Use(Shop, "1", 'a'))]) with { Scans = [new() { Digest = Digest('a'), At = DateTimeOffset.MaxValue, Libraries = [.. Enumerable.Range(0, ImageScan.MaxLibraries).Select(i => hostile with { Name = $"{i}{hostile.Name}" })] }] }, Token);

        Assert.Equal((ImageScan.MaxLibraries, 50), ((await ReadAsync(stage)).Total, (await ReadAsync(stage)).Libraries.Count));
        var beyond = await stage.Libraries().ReadAsync(ViewScope.All, new(), 9, 50, Token);
        Assert.Equal((ImageScan.MaxLibraries, 0), (beyond.Total, beyond.Libraries.Count));
    }

    /// <summary>prod: shop runs a and d and what nobody scanned, bank runs c, core runs e; other: shop runs a, next runs b, which is a rebuilt.</summary>
    private async Task<Stage> SeededAsync()
    {
        var stage = await Stage.CreateAsync(postgres);
        var stated = Scan('e', 0, "xml 1→2 HIGH");
        stated.Libraries[0].Out = [new() { Vulnerability = "CVE-5", Status = "not_affected", Justification = "code_not_reachable", By = "ci" }];
        await stage.Writer.CommitAsync(
            Whole(
                stage, 0,
                [
                    Runs("shop", "web", Use(Shop, "1", 'a')), Runs("shop", "api", Use(Api, "1", 'd'), Use("registry.test/shop/new", "1", 'f', "side")), Runs("bank", "vault", Use(Bank, "1", 'c')),
                    Runs("core", "probe", Use("registry.test/core/probe", "1", 'e')),
                ],
                Made('a', -30)) with
            {
                Scans =
                [
                    Scan('a', 0, Old), Scan('d', 0, Old, "lib 1→ CRITICAL CVE-8"), stated,
                    Scan('c', 0, Old, "zip 1→2 CRITICAL CVE-7") with { Newest = new() { Tag = "1", Digest = Digest('c') } },
                ],
            }, Token);
        var other = await stage.BesideAsync("other");
        await other.Writer.CommitAsync(
            Whole(other, 0, [Runs("shop", "web", Use(Shop, "1", 'a')), Runs("next", "web", Use(Shop, "2", 'b'))], Made('a', -30), Made('b', -5)) with { Scans = [Scan('a', 0, Old), Scan('b', 0)] }, Token);
        return stage;
    }

    private static Task<LibraryView> ReadAsync(Stage stage, LibraryFilter? filter = null) => stage.Libraries().ReadAsync(ViewScope.All, filter ?? new(), 1, 50, Token);

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
