using Microsoft.Extensions.Options;
using Posture.Analysis.Access;
using Posture.Collectors.Tests.Pipeline;
using Posture.Model.Tenancy;
using Posture.Model.Verdicts;
using Posture.Store;
using Posture.Store.Commands;
using Posture.Store.Embedded;
using Posture.Store.Queries;
using Posture.Store.RowSecurity;

namespace Posture.Collectors.Tests.Fleet;

/// <summary>Grains, keeper and hosting over folders and a real database.</summary>
public sealed class FleetTests(PostgresFixture postgres) : IDisposable
{
    private const string Privileged = ", securityContext: { privileged: true }";

    private readonly DirectoryInfo _root = Directory.CreateTempSubdirectory("posture-fleet-");

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _root.Delete(recursive: true);

    [Fact]
    public async Task Start_TwoClusters_BothAreCollected()
    {
        await using var database = await DatabaseAsync();
        Write("a", LoopStage.Deployment("web", "shop"));
        Write("b", LoopStage.Deployment("web", "shop", Privileged));
        await using var process = await CollectorProcess.StartAsync(database, Settings("a", "b"));

        await process.SeeAsync("a", state => state is { State: "current", Objects: 1 });
        await process.SeeAsync("b", state => state is { State: "current", Objects: 1 });

        Assert.Equal(["a", "b"], (await new ClusterRegistry(database.Collector).ListAsync(Token)).Where(cluster => cluster.LastSnapshot is not null).Select(cluster => cluster.Name));
        Assert.Equal("b", Assert.Single(await FailingAsync(database)).Finding.Cluster);
    }

    [Fact]
    public async Task Question_ToTheGrain_IsAnsweredWhileTheClusterIsHeld()
    {
        await using var database = await DatabaseAsync();
        Write("a", LoopStage.Deployment("web", "shop"));
        await using var process = await CollectorProcess.StartAsync(database, Settings("a"));
        await process.SeeAsync("a", state => state.State == "current");
        var question = AccessQuestions.WhoCan;

        var answer = await process.Grain("a").AskAsync(question.Topic, question.Write(new() { Verb = "get", Resource = "pods" }));

        Assert.Empty(question.Read(answer).Holders);
        Assert.Null(await process.Grain("a").AskAsync("of.a.newer.version", []));
    }

    [Fact]
    public async Task Source_Broken_IsToldTriedAgainAndComesBack()
    {
        await using var database = await DatabaseAsync();
        Write("well", LoopStage.Deployment("web", "shop"));
        await using var process = await CollectorProcess.StartAsync(database, Settings("late", "well"));
        var failing = await process.SeeAsync("late", state => state.State == "failing");
        Assert.StartsWith("folder.not_found: ", failing.Failure, StringComparison.Ordinal);
        await process.SeeAsync("well", state => state.State == "current");

        Write("late", LoopStage.Deployment("web", "shop"));

        Assert.Null((await process.SeeAsync("late", state => state.State == "current")).Failure);
    }

    [Fact]
    public async Task Recollect_WhileWaitingAfterAFailure_TriesAtOnce()
    {
        await using var database = await DatabaseAsync();
        await using var process = await CollectorProcess.StartAsync(database, Settings("late"));
        await process.SeeAsync("late", state => state.State == "failing");
        Write("late", LoopStage.Deployment("web", "shop"));

        await process.Grain("late").RecollectAsync();
        await process.Grain("late").RecollectAsync();

        await process.SeeAsync("late", state => state.State == "current");
    }

    [Fact]
    public async Task Definition_AddedChangedAndRemoved_IsFollowed()
    {
        await using var database = await DatabaseAsync();
        Write("a", LoopStage.Deployment("web", "shop"));
        Write("b", LoopStage.Deployment("web", "shop") + LoopStage.Deployment("api", "shop"));
        await using var process = await CollectorProcess.StartAsync(database, Settings("a"));
        await process.SeeAsync("a", state => state is { State: "current", Objects: 1 });

        process.Configure(("Posture:Clusters:0:Folder", Folder("b")));
        await process.SeeAsync("a", state => state is { State: "current", Objects: 2 });
        process.Configure(("Posture:Clusters:1:Name", "b"), ("Posture:Clusters:1:Folder", Folder("b")));
        await SeeStoredAsync(database, "b"); // not by its grain: the keeper alone must have started it
        process.Configure(("Posture:Clusters:1:Name", "c"));

        await SeeStoredAsync(database, "c");
        var retired = await process.SeeAsync("b", state => state.Failure is not null);
        Assert.StartsWith("cluster.not_configured: ", retired.Failure, StringComparison.Ordinal);
        Assert.Equal(2, (await new ClusterQuery(database.Web).FindAsync(ViewScope.All, "b", Token))!.ObjectCount);
        process.Configure(("Posture:Clusters:2:Name", "b"), ("Posture:Clusters:2:Folder", Folder("b")));
        await process.SeeAsync("b", state => state is { State: "current", Objects: 2 });
    }

    [Fact]
    public async Task Configuration_ChangedToNonsense_TheFormerOneGoesOn()
    {
        await using var database = await DatabaseAsync();
        Write("a", LoopStage.Deployment("web", "shop"));
        await using var process = await CollectorProcess.StartAsync(database, Settings("a"));
        await process.SeeAsync("a", state => state.State == "current");

        try
        {
            process.Configure(("Posture:Clusters:0:Name", "Not A Slug"));
        }
        catch (AggregateException)
        {
            // Told to whoever reloads in this thread; a file's reload has nobody to tell.
        }
        Write("a", LoopStage.Deployment("web", "shop", Privileged));

        await TestKit.Eventually.SeeAsync(() => FailingAsync(database), rows => rows.Count == 1, TimeSpan.FromSeconds(30), Token);
    }

    [Fact]
    public async Task Configuration_Wrong_EveryErrorIsNamedAtTheStart()
    {
        await using var database = await DatabaseAsync();
        var settings = Settings("a", "a").Append(new("Posture:Clusters:2:Name", "Bad Name"));

        var refused = await Assert.ThrowsAsync<OptionsValidationException>(() => CollectorProcess.StartAsync(database, settings));

        Assert.Equal(
            [
                "Posture:Clusters:2:Name must be 1 to 63 lower case letters, digits or dashes",
                "Posture:Clusters:2 needs exactly one of Folder, Kubeconfig and InCluster=true",
                "Posture:Clusters: the name a is given twice",
            ],
            refused.Failures);
    }

    [Fact]
    public async Task SecondProcess_TakesOver_AndTheFirstStandsBy()
    {
        await using var database = await DatabaseAsync();
        Write("a", LoopStage.Deployment("web", "shop"));
        await using var first = await CollectorProcess.StartAsync(database, Settings("a"));
        await first.SeeAsync("a", state => state.State == "current");
        await using var second = await CollectorProcess.StartAsync(database, Settings("a"));
        await second.SeeAsync("a", state => state.State == "current");

        Write("a", LoopStage.Deployment("web", "shop", Privileged));
        var standing = await first.SeeAsync("a", state => state.State == "standby");
        Assert.StartsWith("store.fenced: ", standing.Failure, StringComparison.Ordinal);
        await first.Grain("a").TouchAsync();
        await first.Grain("a").RecollectAsync();
        await TestKit.Eventually.SeeAsync(() => FailingAsync(database), rows => rows.Count == 1, TimeSpan.FromSeconds(30), Token);
        Write("a", LoopStage.Deployment("web", "shop"));
        await TestKit.Eventually.SeeAsync(() => FailingAsync(database), rows => rows.Count == 0, TimeSpan.FromSeconds(30), Token);

        Assert.Equal(2, Assert.Single(await new ClusterRegistry(database.Collector).ListAsync(Token)).Epoch);
        Assert.Equal("standby", (await first.Grain("a").DiagnoseAsync()).State);
        Assert.Equal("current", (await second.Grain("a").DiagnoseAsync()).State);
    }

    [Fact]
    public async Task Database_GoneForAWhile_CollectionGoesOnWhole()
    {
        // The server runs as an account of its own when the tests run as root; it must reach its folder.
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(_root.FullName, (UnixFileMode)0b111_101_101);
        var data = new EmbeddedPostgresOptions { Data = Path.Combine(_root.FullName, "pg"), Settings = ["fsync=off"] };
        var server = await EmbeddedPostgres.StartAsync(data, TimeProvider.System, Token);
        await using var database = StoreSources.Open(server.ConnectionString);
        await Schema.MigrateAsync(database, Token);
        Write("a", LoopStage.Deployment("web", "shop"));
        await using (var process = await CollectorProcess.StartAsync(database, Settings("a")))
        {
            await process.SeeAsync("a", state => state.State == "current");
            await server.DisposeAsync();
            Write("a", LoopStage.Deployment("web", "shop", Privileged));
            var failing = await process.SeeAsync("a", state => state.State == "failing");
            Assert.StartsWith("store.unreachable: ", failing.Failure, StringComparison.Ordinal);

            server = await EmbeddedPostgres.StartAsync(data, TimeProvider.System, Token);
            await process.SeeAsync("a", state => state.State == "current", seconds: 10);

            Assert.Single(await FailingAsync(database));
            var snapshots = await new ClusterQuery(database.Web).SnapshotsAsync(ViewScope.All, "a", 1, 10, Token);
            Assert.Equal(2, snapshots.Total);
            Assert.Equal(1, (await new ClusterQuery(database.Web).FindAsync(ViewScope.All, "a", Token))!.ObjectCount);
        }
        await server.DisposeAsync();
    }

    private static async Task<IReadOnlyList<FindingRow>> FailingAsync(StoreSources database) => (await new FindingsQuery(database.Web).PageAsync(
        ViewScope.All, new() { Verdicts = [Verdict.Fail], Controls = ["L1-CTR-PRIVILEGED"] }, [], 1, 10, null, Token)).Rows;

    private static Task SeeStoredAsync(StoreSources database, string cluster) => TestKit.Eventually.SeeAsync(
        () => new ClusterQuery(database.Web).FindAsync(ViewScope.All, cluster, Token), found => found?.LastSnapshot is not null, TimeSpan.FromSeconds(30), Token);

    private async Task<StoreSources> DatabaseAsync() => await (await postgres.Server).DatabaseAsync(Token);

    private string Folder(string name) => Path.Combine(_root.FullName, name);

    private void Write(string cluster, string text)
    {
        Directory.CreateDirectory(Folder(cluster));
        File.WriteAllText(Path.Combine(Folder(cluster), "all.yaml"), text);
    }

    private IEnumerable<KeyValuePair<string, string?>> Settings(params string[] clusters) => clusters.SelectMany((name, i) => new KeyValuePair<string, string?>[]
    {
        new($"Posture:Clusters:{i}:Name", name),
        new($"Posture:Clusters:{i}:Folder", Folder(name)),
    });
}
