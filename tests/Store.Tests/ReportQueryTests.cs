using Posture.Model.Tenancy;
using Posture.Model.Verdicts;
using Posture.Store.Queries;

namespace Posture.Store.Tests;

public sealed class ReportQueryTests(PostgresFixture postgres)
{
    private const string Two = """
        { apiVersion: apps/v1, kind: Deployment, metadata: { name: web, namespace: shop }, spec: { template: { spec: { containers: [{ name: c, securityContext: { privileged: true } }] } } } }
        ---
        { apiVersion: apps/v1, kind: Deployment, metadata: { name: canary, namespace: other }, spec: { template: { spec: { hostPID: true, containers: [{ name: c }] } } } }
        """;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Report_Totals_EqualTalliesAndLists(bool all)
    {
        await using var stage = await SeededAsync();
        var scope = all ? ViewScope.All : await stage.TenantAsync("prod/shop");
        var tallies = await new TallyQuery(stage.Sources.Web).ListAsync(scope, [], [], null, Token);
        var controls = tallies.Select(row => row.Control).ToHashSet();

        var data = await new ReportQuery(stage.Sources.Export).ReadAsync(scope, [], [], controls, Token);

        Assert.Equal(tallies.Sum(row => row.Fail), data.Counts.Sum(count => count.Counts.Fail));
        Assert.Equal(tallies.Sum(row => row.Pass), data.Counts.Sum(count => count.Counts.Pass));
        Assert.Equal(tallies.Sum(row => row.Unassessed), data.Counts.Sum(count => count.Counts.NotAssessed + count.Counts.Error));
        var list = await stage.Findings.PageAsync(scope, new() { Verdicts = [Verdict.Fail] }, [], 1, 1, null, Token);
        Assert.Equal(list.Total, data.Findings.Count);
        Assert.Equal(data.Counts.Sum(count => count.Counts.NotAssessed + count.Counts.Error + count.Counts.Manual), data.Reasons.Sum(reason => reason.Count));
        var cluster = Assert.Single(data.Clusters);
        Assert.Equal((await stage.Clusters.FindAsync(scope, "prod", Token))!.LastSnapshot, cluster.Snapshot);
        Assert.Equal((await stage.Clusters.FindAsync(scope, "prod", Token))!.ObjectCount, cluster.Objects);
    }

    [Fact]
    public async Task Report_TenantScope_HasNothingOfOthers()
    {
        await using var stage = await SeededAsync();
        var controls = (await new TallyQuery(stage.Sources.Web).ListAsync(ViewScope.All, [], [], null, Token)).Select(row => row.Control).ToHashSet();

        var own = await new ReportQuery(stage.Sources.Export).ReadAsync(await stage.TenantAsync("prod/shop"), [], [], controls, Token);
        var asked = await new ReportQuery(stage.Sources.Export).ReadAsync(await stage.TenantAsync("prod/shop"), [], ["other"], controls, Token);
        var elsewhere = await new ReportQuery(stage.Sources.Export).ReadAsync(await stage.TenantAsync("another/shop"), [], [], controls, Token);

        Assert.NotEmpty(own.Findings);
        Assert.All(own.Findings, row => Assert.Equal("shop", row.Finding.ScopeNamespace));
        Assert.Equal(1, own.Clusters[0].Objects);
        Assert.All(own.Clusters[0].Coverage, kind => Assert.Equal(0, kind.Count));
        Assert.Empty(asked.Findings);
        Assert.Empty(asked.Counts);
        Assert.Equal((0, 0), (elsewhere.Clusters.Count, elsewhere.Counts.Count));
    }

    [Fact]
    public async Task Report_Selection_NarrowsByClusterAndNamespace()
    {
        await using var stage = await SeededAsync();
        var query = new ReportQuery(stage.Sources.Export);
        var controls = (await new TallyQuery(stage.Sources.Web).ListAsync(ViewScope.All, [], [], null, Token)).Select(row => row.Control).ToHashSet();

        Assert.Empty((await query.ReadAsync(ViewScope.All, ["another"], [], controls, Token)).Clusters);
        var shop = await query.ReadAsync(ViewScope.All, ["prod"], ["shop"], controls, Token);
        Assert.NotEmpty(shop.Findings);
        Assert.All(shop.Findings, row => Assert.Equal("shop", row.Finding.ScopeNamespace));
        Assert.Empty((await query.ReadAsync(ViewScope.All, [], [], [], Token)).Findings);
    }

    private async Task<Stage> SeededAsync()
    {
        var stage = await Stage.CreateAsync(postgres);
        await stage.Writer.CommitAsync(stage.Whole(Two, Stage.Start), Token);
        return stage;
    }
}
