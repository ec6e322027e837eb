using Posture.Model.Tenancy;
using Posture.Store.Queries;

namespace Posture.Store.Tests;

public sealed class QueryScopeTests(PostgresFixture postgres)
{
    private const string Two = """
        { apiVersion: apps/v1, kind: Deployment, metadata: { name: web, namespace: shop }, spec: { template: { spec: { containers: [{ name: c, securityContext: { privileged: true } }] } } } }
        ---
        { apiVersion: apps/v1, kind: Deployment, metadata: { name: canary-secret-name, namespace: other }, spec: { template: { spec: { hostPID: true, containers: [{ name: c }] } } } }
        """;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Findings_TenantScope_SeesOnlyItsNamespace()
    {
        await using var stage = await SeededAsync();

        var all = await stage.Findings.PageAsync(ViewScope.All, FindingFilter.None, [], 1, 200, null, Token);
        var own = await stage.Findings.PageAsync(await stage.TenantAsync("prod/shop"), FindingFilter.None, [], 1, 200, null, Token);

        Assert.Contains(all.Rows, row => row.Finding.Object.Namespace == "other");
        Assert.NotEmpty(own.Rows);
        Assert.All(own.Rows, row => Assert.Equal("shop", row.Finding.ScopeNamespace));
        Assert.Equal(own.Rows.Count, own.Total);
        var foreign = all.Rows.First(row => row.Finding.Object.Namespace == "other").Finding.Fingerprint;
        Assert.Null(await stage.Findings.GetAsync(await stage.TenantAsync("prod/shop"), foreign, Token));
        Assert.Null(await stage.Findings.GetAsync(await stage.TenantAsync("another/shop"), own.Rows[0].Finding.Fingerprint, Token));
    }

    [Fact]
    public async Task Scores_TenantScope_SeesNamespacesNotTheCluster()
    {
        await using var stage = await SeededAsync();

        Assert.Null(await stage.Clusters.ScoresAsync(await stage.TenantAsync("prod/shop"), "prod", null, Token));
        Assert.Equal(["shop"], (await stage.Clusters.NamespacesAsync(await stage.TenantAsync("prod/shop"), null, null, Token)).Select(row => row.Namespace));
        Assert.Equal(["shop"], (await new TallyQuery(stage.Sources.Web).ListAsync(await stage.TenantAsync("prod/shop"), [], [], null, Token)).Select(row => row.Namespace).Distinct());
        Assert.Empty(await stage.Clusters.ListAsync(await stage.TenantAsync("another/shop"), Token));
    }

    [Fact]
    public async Task Fleet_CountsEqualTheListTheyLinkTo()
    {
        await using var stage = await SeededAsync();
        var fleet = await new FleetQuery(stage.Sources.Web).GetAsync(ViewScope.All, null, Stage.Start.AddDays(-7), Token);

        var cluster = Assert.Single(fleet.Clusters);
        var list = await stage.Findings.PageAsync(ViewScope.All, new() { Verdicts = [Model.Verdicts.Verdict.Fail] }, [], 1, 1, null, Token);
        Assert.Equal(list.Total, fleet.Open.Total);
        Assert.Equal(cluster.Scores!.Scope.Failed, fleet.Open.Total);
        Assert.NotNull(cluster.Scores.Scope.Value);
        Assert.Null(cluster.Before);
    }

    [Fact]
    public async Task Page_AnySort_CoversEveryRowOnce()
    {
        await using var stage = await SeededAsync();
        var total = (await stage.Findings.PageAsync(ViewScope.All, FindingFilter.None, [], 1, 1, null, Token)).Total;
        foreach (var by in Enum.GetValues<FindingSort>())
        {
            var seen = new HashSet<string>();
            for (var page = 1; seen.Count < total; page++)
            {
                var rows = (await stage.Findings.PageAsync(ViewScope.All, FindingFilter.None, [new(by, true)], page, 7, null, Token)).Rows;
                Assert.NotEmpty(rows);
                Assert.All(rows, row => Assert.True(seen.Add(row.Finding.Fingerprint)));
            }
        }
    }

    [Fact]
    public async Task Page_Text_IsMatchedLiterally()
    {
        await using var stage = await SeededAsync();

        Assert.Equal(0, (await stage.Findings.PageAsync(ViewScope.All, new() { Text = "can_ry%" }, [], 1, 10, null, Token)).Total);
        Assert.True((await stage.Findings.PageAsync(ViewScope.All, new() { Text = "CANARY-secret", IncludeSystem = true }, [], 1, 10, null, Token)).Total > 0);
    }

    /// <summary>B-37: who looks for a name finds what looks like it, and the other way round; both stand beside each other, and stay two.</summary>
    [Fact]
    public async Task Page_Text_FindsWhatLooksTheSame_AndSortsItBeside()
    {
        await using var stage = await Stage.CreateAsync(postgres);
        string[] names = ["admin", "\u0430dmin", "ad\u200bmin", "ＡＤＭＩＮ", "b", "zebra"];
        await stage.Writer.CommitAsync(
            Built.Commit(stage, 0, full: true) with { Changed = [.. names.Select(name => Built.Finding(name, Model.Verdicts.Verdict.Fail))], ObjectCount = names.Length }, Token);

        foreach (var text in new[] { "admin", "\u0430DM\u0456n", "ad\u202emin" })
            Assert.Equal(names[..4].Order(StringComparer.Ordinal), (await PageAsync(stage, text)).Order(StringComparer.Ordinal));
        var sorted = await PageAsync(stage, null);
        Assert.Equal(names[..4].Order(StringComparer.Ordinal), sorted[..4].Order(StringComparer.Ordinal));
        Assert.Equal(["b", "zebra"], sorted[4..]);
        Assert.Equal(["\u0430dmin"], (await stage.Findings.PageAsync(ViewScope.All, new() { ObjectName = "\u0430dmin" }, [], 1, 10, null, Token)).Rows.Select(row => row.Finding.Object.Name));
    }

    /// <summary>One meaning in the database and in the process.</summary>
    [Fact]
    public async Task Skeleton_IsTheSameInTheDatabase()
    {
        await using var stage = await Stage.CreateAsync(postgres);
        await using var command = stage.Sources.Web.CreateCommand("select public.skeleton($1)");
        command.Parameters.Add(new() { Value = "" });
        foreach (var name in new[] { "", "Web-1", "\u0430DM\u0456n", Model.Names.Skeleton.From, "ＡＢ①ﬁ™\u00e9\u0435\u0301", "集群\U0001d41a\U0001f642", "it's '\\ \u200b\u202e" })
        {
            command.Parameters[0].Value = name;
            Assert.Equal(Model.Names.Skeleton.Of(name), await command.ExecuteScalarAsync(Token));
        }
    }

    private static async Task<List<string>> PageAsync(Stage stage, string? text) =>
        [.. (await stage.Findings.PageAsync(ViewScope.All, new() { Text = text }, [new(FindingSort.Object, false)], 1, 10, null, Token)).Rows.Select(row => row.Finding.Object.Name)];

    [Theory]
    [InlineData(0)] // NUL
    [InlineData(0xD83D)] // half of a surrogate pair
    public async Task Page_TextThatPostgresCannotHold_FindsNothingWithoutAnError(int character)
    {
        var text = $"a{(char)character}b";
        await using var stage = await SeededAsync();

        var page = await stage.Findings.PageAsync(ViewScope.All, new() { Text = text, Clusters = [text] }, [], 1, 10, null, Token);

        Assert.Equal(0, page.Total);
    }

    [Fact]
    public async Task Clusters_TenantScope_CountsOnlyItsObjects()
    {
        await using var stage = await SeededAsync();

        Assert.Equal(2, (await stage.Clusters.FindAsync(ViewScope.All, "prod", Token))!.ObjectCount);
        Assert.Equal(1, (await stage.Clusters.FindAsync(await stage.TenantAsync("prod/shop"), "prod", Token))!.ObjectCount);
    }

    [Fact]
    public async Task Object_NamespaceItself_IsFoundByThoseWhoSeeIt()
    {
        await using var stage = await Stage.CreateAsync(postgres);
        await stage.Writer.CommitAsync(stage.Whole("{ apiVersion: v1, kind: Namespace, metadata: { name: shop } }", Stage.Start), Token);
        var objects = new ObjectQuery(stage.Sources.Web);
        var ns = new Model.Inventory.ObjectRef("v1", "Namespace", "", "shop");

        Assert.NotNull(await objects.GetAsync(await stage.TenantAsync("prod/shop"), "prod", ns, null, Token));
        Assert.Null(await objects.GetAsync(await stage.TenantAsync("prod/other"), "prod", ns, null, Token));
    }

    private async Task<Stage> SeededAsync()
    {
        var stage = await Stage.CreateAsync(postgres);
        await stage.Writer.CommitAsync(stage.Whole(Two, Stage.Start), Token);
        return stage;
    }
}
