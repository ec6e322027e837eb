using Posture.Analysis.Catalogue;
using Posture.Analysis.Evaluation;
using Posture.Analysis.Indexes;
using Posture.Analysis.Libraries;
using Posture.Analysis.Policy;
using Posture.Model.Tenancy;
using Posture.Model.Verdicts;
using Posture.Store.Commands;
using Posture.Store.Queries;
using Posture.Store.RowSecurity;
using Posture.TestKit;
using Posture.TestKit.Postgres;

namespace Posture.Store.Tests;

/// <summary>A database with one cluster, and commits made by the real evaluator.</summary>
internal sealed class Stage : IAsyncDisposable
{
    public static readonly DateTimeOffset Start = new(2026, 11, 1, 12, 0, 0, TimeSpan.Zero);

    private Stage(StoreSources sources, Cluster cluster, long epoch) => (Sources, Cluster, Epoch) = (sources, cluster, epoch);

    public StoreSources Sources { get; }

    public Cluster Cluster { get; }

    public long Epoch { get; }

    public ClusterRegistry Registry => new(Sources.Collector);

    public SnapshotWriter Writer => new(Sources.Collector, TimeProvider.System);

    public ClusterQuery Clusters => new(Sources.Web);

    public FindingsQuery Findings => new(Sources.Web);

    public TenantRegistry Tenants => new(Sources.Web, TimeProvider.System);

    public static async Task<Stage> CreateAsync(PostgresFixture postgres, string name = "prod")
    {
        var token = TestContext.Current.CancellationToken;
        return await OfAsync(await postgres.Server.DatabaseAsync(token), name, token);
    }

    /// <summary>Another cluster in the same database; disposed with this one.</summary>
    public Task<Stage> BesideAsync(string name) => OfAsync(Sources, name, TestContext.Current.CancellationToken);

    /// <summary>The whole state of some manifests as a commit.</summary>
    public SnapshotCommit Whole(string yaml, DateTimeOffset at, long? epoch = null)
    {
        var inventory = Manifests.Inventory(yaml);
        var evaluator = new ClusterEvaluator(Cluster.Name, inventory, PosturePolicy.Default, ControlCatalogue.Default);
        evaluator.Evaluate(at);
        var scores = new[] { (string?)null }.Concat(evaluator.ScoredNamespaces)
            .SelectMany(ns => evaluator.Scores(ns).Select((score, layer) => new ScoreRow(ns, layer, score)));
        return new()
        {
            ClusterId = Cluster.Id,
            Epoch = epoch ?? Epoch,
            At = at,
            CatalogueVersion = ControlCatalogue.Default.Version,
            Full = true,
            Put = [.. inventory.All()],
            Changed = [.. evaluator.Findings],
            Coverage = [.. inventory.Coverage],
            Scores = [.. scores],
            Images = new ImageUses(evaluator.View).TakeChanges(),
            Scans = new ImageScans(evaluator.View).TakeChanges().Put,
            ObjectCount = inventory.Count,
        };
    }

    public async Task<long> CountAsync(string sql)
    {
        await using var command = Sources.Owner.CreateCommand(sql);
        return Convert.ToInt64(await command.ExecuteScalarAsync(TestContext.Current.CancellationToken), System.Globalization.CultureInfo.InvariantCulture);
    }

    public static FindingFilter Failing(string control) => new() { Verdicts = [Verdict.Fail], Controls = [control] };

    /// <summary>The scope of a tenant of its own, with rules written as cluster/namespace.</summary>
    public Task<ViewScope> TenantAsync(params string[] rules) => Sources.TenantAsync(TestContext.Current.CancellationToken, rules);

    public ValueTask DisposeAsync() => Sources.DisposeAsync();

    private static async Task<Stage> OfAsync(StoreSources sources, string name, CancellationToken token)
    {
        var registry = new ClusterRegistry(sources.Collector);
        var cluster = await registry.EnsureAsync(name, name, "test", "folder:x", token);
        return new(sources, cluster, await registry.TakeEpochAsync(cluster.Id, token));
    }
}
