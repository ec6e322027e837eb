using Npgsql;
using Posture.Model.Tenancy;
using Posture.Store.Queries;
using Posture.Store.RowSecurity;

namespace Posture.Store.Tests;

/// <summary>A scope that is limited to clusters, as an API token's is: held by the database against every row, whatever a query asks.</summary>
public sealed class ClusterScopeTests(PostgresFixture postgres)
{
    private const string Shop = """
        { apiVersion: v1, kind: Namespace, metadata: { name: shop, uid: shop-1 } }
        ---
        { apiVersion: apps/v1, kind: Deployment, metadata: { name: web, namespace: shop }, spec: { template: { spec: { hostPID: true, containers: [{ name: c }] } } } }
        """;

    private static readonly string[] Tables = ["clusters", "coverage", "findings", "finding_counts", "objects", "scores", "snapshots", "namespaces"];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Everything_WithinOneCluster_IsThatClustersRowsInEveryTable()
    {
        await using var stage = await TwoAsync();
        var id = stage.Cluster.Id;
        var scope = ViewScope.All.Within(new Dictionary<Guid, string> { [id] = stage.Cluster.Name });

        foreach (var table in Tables)
        {
            var column = table == "clusters" ? "id" : "cluster_id";
            var own = await stage.CountAsync($"select count(*) from {table} where {column} = '{id}'");
            Assert.NotEqual(0, own);
            Assert.NotEqual(own, await stage.CountAsync($"select count(*) from {table}"));
            foreach (var source in new[] { stage.Sources.Web, stage.Sources.Export })
                Assert.Equal((table, own), (table, await CountAsync(source, RowScope.Of(scope), table)));
            Assert.Equal((table, 0), (table, await CountAsync(stage.Sources.Web, RowScope.Of(ViewScope.All.Within(new Dictionary<Guid, string>())), table)));
        }
        var clusters = new ClusterQuery(stage.Sources.Web);
        Assert.Equal([stage.Cluster.Name], (await clusters.ListAsync(scope, Token)).Select(cluster => cluster.Name));
        Assert.Equal([stage.Cluster.Name], (await new FindingsQuery(stage.Sources.Web).PageAsync(scope, FindingFilter.None, [], 1, 200, null, Token)).Rows.Select(row => row.Finding.Cluster).Distinct());
    }

    [Fact]
    public async Task Totals_WithinOneCluster_CountThatClusterAndNameNothing()
    {
        await using var stage = await TwoAsync();
        var id = stage.Cluster.Id;
        var scope = ViewScope.Totals.Within(new Dictionary<Guid, string> { [id] = stage.Cluster.Name });

        var fleet = await new FleetQuery(stage.Sources.Web).GetAsync(scope, null, Stage.Start, Token);
        Assert.Equal([stage.Cluster.Name], fleet.Clusters.Select(row => row.Cluster.Name));
        Assert.NotEqual(0, fleet.Open.Total);
        // Under the account of pages, which is a member of that of numbers, still no name.
        Assert.Equal(0, await CountAsync(stage.Sources.Web, RowScope.Of(scope), "findings"));
    }

    [Fact]
    public async Task Tenant_WithinAnotherCluster_SeesNothing()
    {
        await using var stage = await TwoAsync();
        var tenant = await stage.TenantAsync("*/shop");
        Assert.Equal(2, (await new ClusterQuery(stage.Sources.Web).ListAsync(tenant, Token)).Count);

        var other = await IdAsync(stage, "other");
        var scope = tenant.Within(new Dictionary<Guid, string> { [other] = "other" });
        foreach (var table in new[] { "findings", "objects", "scores", "finding_counts" })
        {
            Assert.Equal(0, await CountAsync(stage.Sources.Web, RowScope.Of(scope), $"{table} where cluster_id <> '{other}'"));
            Assert.NotEqual(0, await CountAsync(stage.Sources.Web, RowScope.Of(scope), table));
        }
        Assert.Equal(["other"], (await new ClusterQuery(stage.Sources.Web).ListAsync(scope, Token)).Select(cluster => cluster.Name));
    }

    [Fact]
    public async Task Scope_OfNothingButClusters_Raises()
    {
        await using var stage = await Stage.CreateAsync(postgres);
        await stage.Writer.CommitAsync(stage.Whole(Shop, Stage.Start), Token);

        Assert.Equal("42501", (await Assert.ThrowsAsync<PostgresException>(() => CountAsync(stage.Sources.Web, "@" + Guid.NewGuid(), "findings"))).SqlState);
    }

    /// <summary>Parts of a list, however the parts are cut, are the list of that time: what opens or closes meanwhile is in none of them.</summary>
    [Fact]
    public async Task Findings_ReadInParts_AreAllOfOneTimeAndOnce()
    {
        await using var stage = await Stage.CreateAsync(postgres);
        await stage.Writer.CommitAsync(stage.Whole(Shop, Stage.Start), Token);
        var findings = new FindingsQuery(stage.Sources.Web);
        var all = (await findings.PageAsync(ViewScope.All, FindingFilter.None, [], 1, 200, null, Token)).Rows.Select(row => row.Finding.Fingerprint).Order(StringComparer.Ordinal).ToList();
        var at = Stage.Start.AddSeconds(30);

        var read = new List<string>();
        var after = Guid.Empty;
        while (await findings.AfterAsync(ViewScope.All, FindingFilter.None, after, 7, at, Token) is { Count: > 0 } part)
        {
            if (read.Count == 0)
                await stage.Writer.CommitAsync(stage.Whole(Shop.Replace("hostPID: true", "hostPID: false", StringComparison.Ordinal).Replace("name: web", "name: next", StringComparison.Ordinal), Stage.Start.AddMinutes(1)), Token);
            read.AddRange(part.Select(row => row.Finding.Fingerprint));
            after = Guid.ParseExact(read[^1], "N");
        }

        Assert.True(all.Count > 20, $"only {all.Count} findings");
        Assert.Equal(all, read);
    }

    private async Task<Stage> TwoAsync()
    {
        var stage = await Stage.CreateAsync(postgres);
        await stage.Writer.CommitAsync(stage.Whole(Shop, Stage.Start), Token);
        var other = await stage.BesideAsync("other");
        await other.Writer.CommitAsync(other.Whole(Shop.Replace("shop-1", "shop-2", StringComparison.Ordinal), Stage.Start), Token);
        return stage;
    }

    private static async Task<Guid> IdAsync(Stage stage, string name) => (await new ClusterQuery(stage.Sources.Web).FindAsync(ViewScope.All, name, Token))!.Id;

    private static async Task<long> CountAsync(NpgsqlDataSource source, string scope, string from)
    {
        await using var connection = await source.OpenConnectionAsync(Token);
        await using var transaction = await connection.BeginTransactionAsync(Token);
        await using (var set = new NpgsqlCommand("select set_config('posture.scope', $1, true)", connection) { Parameters = { new() { Value = scope } } })
            await set.ExecuteNonQueryAsync(Token);
        await using var count = new NpgsqlCommand($"select count(*) from {from}", connection);
        return (long)(await count.ExecuteScalarAsync(Token))!;
    }
}
