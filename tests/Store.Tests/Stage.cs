using Npgsql;
using Posture.Analysis.Catalogue;
using Posture.Analysis.Evaluation;
using Posture.Analysis.Policy;
using Posture.Model.Verdicts;
using Posture.Store.Commands;
using Posture.Store.Queries;
using Posture.TestKit;

namespace Posture.Store.Tests;

/// <summary>A database with one cluster, and commits made by the real evaluator.</summary>
internal sealed class Stage : IAsyncDisposable
{
    public static readonly DateTimeOffset Start = new(2026, 11, 1, 12, 0, 0, TimeSpan.Zero);

    private Stage(NpgsqlDataSource source, Cluster cluster, long epoch) => (Source, Cluster, Epoch) = (source, cluster, epoch);

    public NpgsqlDataSource Source { get; }

    public Cluster Cluster { get; }

    public long Epoch { get; }

    public ClusterRegistry Registry => new(Source);

    public SnapshotWriter Writer => new(Source, TimeProvider.System);

    public ClusterQuery Clusters => new(Source);

    public FindingsQuery Findings => new(Source);

    public static async Task<Stage> CreateAsync(PostgresFixture postgres, string name = "prod")
    {
        var token = TestContext.Current.CancellationToken;
        var source = await postgres.Server.DatabaseAsync(token);
        var cluster = await new ClusterRegistry(source).EnsureAsync(name, name, "test", "folder:x", token);
        return new(source, cluster, await new ClusterRegistry(source).TakeEpochAsync(cluster.Id, token));
    }

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
            ObjectCount = inventory.Count,
        };
    }

    public async Task<long> CountAsync(string sql)
    {
        await using var command = Source.CreateCommand(sql);
        return Convert.ToInt64(await command.ExecuteScalarAsync(TestContext.Current.CancellationToken), System.Globalization.CultureInfo.InvariantCulture);
    }

    public static FindingFilter Failing(string control) => new() { Verdicts = [Verdict.Fail], Controls = [control] };

    public ValueTask DisposeAsync() => Source.DisposeAsync();
}
