using Posture.Collectors.Sources;
using Posture.Model.Tenancy;
using Posture.Model.Verdicts;
using Posture.Store.Queries;
using Posture.TestKit.Postgres;

namespace Posture.Collectors.Tests.Pipeline;

/// <summary>Clusters of one database: a change in one is judged in the others.</summary>
public sealed class FleetLoopTests(PostgresFixture postgres)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private static string Shop(string level) =>
        $"---\n{{ apiVersion: v1, kind: Namespace, metadata: {{ name: shop, labels: {{ pod-security.kubernetes.io/enforce: {level} }} }} }}\n";

    private static Task<IReadOnlyList<FindingRow>> SeeAsync(LoopStage stage, string cluster, string control, Verdict verdict) => TestKit.Eventually.SeeAsync(
        () => stage.RowsAsync(new() { Clusters = [cluster], Controls = [control], Verdicts = [verdict] }), rows => rows.Count > 0, Patience, Token);

    /// <summary>A source that tells everything once and then no sign of life.</summary>
    private static ScriptedSource Silent(string yaml)
    {
        var inventory = TestKit.Manifests.Inventory(yaml);
        return new([.. inventory.Coverage.Select(kind => new SourceEvent.Covered(kind)), .. inventory.All().Select(item => new SourceEvent.Put(item)), new SourceEvent.Synced()],
            null, ends: false);
    }

    [Fact]
    public async Task OtherCluster_Changes_TheFindingAppearsHere()
    {
        await using var stage = await LoopStage.CreateAsync(postgres);
        await stage.FollowFleetAsync();
        stage.Write("shop.yaml", Shop("baseline"));
        await stage.StartAsync();
        await SeeAsync(stage, "prod", "L10-PSA-DRIFT", Verdict.NotAssessed);

        var (_, folder) = await stage.StartOtherAsync("stage", "staging", "shop.yaml", Shop("baseline"));
        await SeeAsync(stage, "prod", "L10-PSA-DRIFT", Verdict.Pass);
        await SeeAsync(stage, "stage", "L10-PSA-DRIFT", Verdict.Pass);
        await File.WriteAllTextAsync(Path.Combine(folder.FullName, "shop.yaml"), Shop("restricted"), Token);
        var found = await SeeAsync(stage, "prod", "L10-PSA-DRIFT", Verdict.Fail);

        Assert.Equal("shop", Assert.Single(found).Finding.Object.Name);
        Assert.DoesNotContain("stage", Assert.Single(found).Finding.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task JudgingTheFleet_EndsByItself_AndConfirmsNothing()
    {
        await using var stage = await LoopStage.CreateAsync(postgres);
        await stage.StartAsync(Silent(Shop("restricted")));
        await SeeAsync(stage, "prod", "L10-PSA-DRIFT", Verdict.NotAssessed);
        await stage.StartOtherAsync("stage", "staging", "shop.yaml", Shop("baseline"));
        await SeeAsync(stage, "stage", "L10-PSA-DRIFT", Verdict.Fail);
        var confirmed = (await stage.Clusters.FindAsync(ViewScope.All, "prod", Token))!.CollectedAt;
        var published = await stage.CountAsync("select sum(hashtext(hash::text)) from cluster_digests");

        await stage.FollowFleetAsync();
        await SeeAsync(stage, "prod", "L10-PSA-DRIFT", Verdict.Pass);
        await stage.Board.RefreshAsync(Token);
        var snapshots = await stage.CountAsync("select count(*) from snapshots");
        await stage.Board.RefreshAsync(Token);

        Assert.Equal(confirmed, (await stage.Clusters.FindAsync(ViewScope.All, "prod", Token))!.CollectedAt);
        Assert.Equal(published, await stage.CountAsync("select sum(hashtext(hash::text)) from cluster_digests"));
        Assert.Equal(snapshots, await stage.CountAsync("select count(*) from snapshots"));
    }

    [Fact]
    public async Task Restart_KnowsTheOthersAtOnce_AndClosesNoFinding()
    {
        await using var stage = await LoopStage.CreateAsync(postgres);
        await stage.StartOtherAsync("stage", "staging", "shop.yaml", Shop("restricted"));
        await SeeAsync(stage, "stage", "L10-PSA-DRIFT", Verdict.NotAssessed);
        stage.Write("shop.yaml", Shop("baseline"));
        await stage.StartAsync();
        await SeeAsync(stage, "prod", "L10-PSA-DRIFT", Verdict.Fail);
        const string Closed = "select count(*) from findings f join clusters c on c.id = f.cluster_id and c.name = 'prod' where f.layer = 10 and f.valid_to is not null";
        var before = await stage.CountAsync(Closed);

        var (next, _) = await stage.StartAsync();
        await TestKit.Eventually.SeeAsync(() => Task.FromResult(next.Diagnostics.State), state => state == "current", Patience, Token);

        Assert.Equal(before, await stage.CountAsync(Closed));
    }

    /// <summary>A tenant of one namespace sees that it is weaker here, and no finding of the cluster nor the name of another one.</summary>
    [Fact]
    public async Task Tenant_SeesItsNamespace_AndNothingOfOtherClusters()
    {
        await using var stage = await LoopStage.CreateAsync(postgres);
        const string Secret = "{ apiVersion: v1, kind: Namespace, metadata: { name: hidden-project } }\n";
        await stage.StartOtherAsync("foreign-cluster", "staging", "shop.yaml", Shop("restricted") + "---\n" + Secret);
        await SeeAsync(stage, "foreign-cluster", "L10-PSA-DRIFT", Verdict.NotAssessed);
        stage.Write("shop.yaml", Shop("baseline"));
        await stage.StartAsync();
        await SeeAsync(stage, "prod", "L10-PSA-DRIFT", Verdict.Fail);
        var tenant = await stage.Database.TenantAsync(Token, "prod/shop");

        var page = await stage.Findings.PageAsync(tenant, new(), [], 1, FindingsQuery.MaxSize, null, Token);

        Assert.Contains(page.Rows, row => row.Finding.Control == "L10-PSA-DRIFT" && row.Finding.Verdict == Verdict.Fail);
        Assert.All(page.Rows, row => Assert.Equal("shop", row.Finding.ScopeNamespace));
        foreach (var row in page.Rows)
        {
            var text = (await stage.Findings.GetAsync(tenant, row.Finding.Fingerprint, Token))!.Row.Finding is var finding
                ? $"{finding.Message} {string.Join(' ', finding.Evidence)}" : "";
            Assert.DoesNotContain("foreign-cluster", text, StringComparison.Ordinal);
            Assert.DoesNotContain("hidden-project", text, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Member_NeverCollected_IsNamedToTheLead()
    {
        await using var stage = await LoopStage.CreateAsync(postgres);
        await stage.Registry.EnsureAsync("lab", "lab", "", "folder:lab", Token);
        stage.Write("shop.yaml", Shop("baseline"));

        await stage.StartAsync();

        var finding = Assert.Single(await SeeAsync(stage, "prod", "L10-COVERAGE", Verdict.Fail)).Finding;
        Assert.Equal("Cluster", finding.Object.Kind);
    }
}
