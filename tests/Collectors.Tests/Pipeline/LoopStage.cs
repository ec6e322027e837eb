using System.Globalization;
using System.Threading.Channels;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Posture.Analysis.Policy;
using Posture.Collectors.Fleet;
using Posture.Collectors.Hosting;
using Posture.Collectors.Pipeline;
using Posture.Collectors.Registries;
using Posture.Collectors.Sources;
using Posture.Collectors.Trust;
using Posture.Model.Tenancy;
using Posture.Store.Commands;
using Posture.Store.Listening;
using Posture.Store.Queries;
using Posture.Store.RowSecurity;

namespace Posture.Collectors.Tests.Pipeline;

/// <summary>A cluster in a database of its own, the loop that collects it, and word of every commit.</summary>
internal sealed class LoopStage : IAsyncDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly Channel<SnapshotNotice> _notices = Channel.CreateUnbounded<SnapshotNotice>();
    private readonly List<Task> _running = [];
    private readonly List<DirectoryInfo> _folders = [];
    private readonly SnapshotListener _listener;
    private IDisposable? _subscription;

    private LoopStage(StoreSources database) => (Database, _listener) = (database, new(database.Web, TimeProvider.System));

    public static CancellationToken Token => TestContext.Current.CancellationToken;

    public StoreSources Database { get; }

    public Cluster Cluster { get; private set; } = null!;

    public ClusterRegistry Registry => new(Database.Collector);

    public FindingsQuery Findings => new(Database.Web);

    public ClusterQuery Clusters => new(Database.Web);

    /// <summary>Reads what clusters publish when a loop asks; follows by itself once a test starts it.</summary>
    public FleetBoard Board => field ??= new(Database, TimeProvider.System, NullLogger<FleetBoard>.Instance);

    /// <summary>Registries that may be asked; set before <see cref="Images"/> is used.</summary>
    public IReadOnlyList<RegistryDefinition> Registries { get; set; } = [];

    public PosturePolicy Policy { get; set; } = PosturePolicy.Default;

    /// <summary>Clock of what registries are asked by.</summary>
    public TimeProvider Time { get; set; } = TimeProvider.System;

    public ImageKeeper Images
    {
        get
        {
            if (field is null)
            {
                var services = new ServiceCollection();
                services.AddOptions<CollectorOptions>().Configure(options => options.Registries = Registries);
                var monitor = services.BuildServiceProvider().GetRequiredService<IOptionsMonitor<CollectorOptions>>();
                field = new(monitor, new(monitor, Time, NullLogger<TrustKeeper>.Instance), new(new(Database.Collector), Time, NullLogger<ImageMemory>.Instance), Time, NullLogger<ImageKeeper>.Instance);
            }
            return field;
        }
    }

    public DirectoryInfo Folder { get; } = Directory.CreateTempSubdirectory("posture-loop-");

    public static async Task<LoopStage> CreateAsync(PostgresFixture postgres)
    {
        var stage = new LoopStage(await (await postgres.Server).DatabaseAsync(Token));
        stage.Cluster = await stage.Registry.EnsureAsync("prod", "prod", "test", "folder:x", Token);
        stage._subscription = stage._listener.Subscribe(notice => stage._notices.Writer.TryWrite(notice));
        stage._running.Add(stage._listener.RunAsync(stage._stop.Token));
        await stage.NoticeAsync(); // listening
        return stage;
    }

    /// <summary>Takes the epoch and starts a loop, over the folder unless told otherwise; it ends with the stage.</summary>
    public Task<(ClusterLoop Loop, Task Running)> StartAsync(IClusterSource? source = null) => StartUntilAsync(source, CancellationToken.None);

    private async Task<(ClusterLoop Loop, Task Running)> StartUntilAsync(IClusterSource? source, CancellationToken cancellationToken)
    {
        var epoch = await Registry.TakeEpochAsync(Cluster.Id, Token);
        var loop = new ClusterLoop(
            new("prod", Cluster.Id, epoch), source ?? new FolderSource([Folder.FullName], TimeProvider.System), new(Database.Collector, TimeProvider.System), new(Database.Collector),
            Board, Policy, new(Images, Policy, Time), TimeProvider.System, NullLogger.Instance);
        var both = CancellationTokenSource.CreateLinkedTokenSource(_stop.Token, cancellationToken);
        var running = loop.RunOwnedAsync(both.Token);
        _running.Add(running);
        return (loop, running);
    }

    /// <summary>Another cluster of the same database, collected from a folder of its own; its loop ends with the stage.</summary>
    public async Task<(Cluster Cluster, DirectoryInfo Folder)> StartOtherAsync(string name, string environment, string file, string text)
    {
        var cluster = await Registry.EnsureAsync(name, name, environment, $"folder:{name}", Token);
        var folder = Directory.CreateTempSubdirectory("posture-loop-");
        _folders.Add(folder);
        await File.WriteAllTextAsync(Path.Combine(folder.FullName, file), text, Token);
        var loop = new ClusterLoop(
            new(name, cluster.Id, await Registry.TakeEpochAsync(cluster.Id, Token)), new FolderSource([folder.FullName], TimeProvider.System),
            new(Database.Collector, TimeProvider.System), new(Database.Collector), Board, PosturePolicy.Default, new(Images, PosturePolicy.Default, Time), TimeProvider.System, NullLogger.Instance);
        _running.Add(loop.RunOwnedAsync(_stop.Token));
        return (cluster, folder);
    }

    /// <summary>Lets loops follow what other clusters publish.</summary>
    public Task FollowFleetAsync() => Board.StartAsync(_stop.Token);

    /// <summary>Runs a loop over the folder until its first commit, then stops it: a process that has ended.</summary>
    public async Task RunOnceAsync(IClusterSource? source = null)
    {
        using var stop = new CancellationTokenSource();
        var (_, running) = await StartUntilAsync(source, stop.Token);
        await NoticeAsync();
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running);
    }

    /// <summary>The next commit.</summary>
    public async Task<SnapshotNotice> NoticeAsync() => await _notices.Reader.ReadAsync(Token).AsTask().WaitAsync(TimeSpan.FromSeconds(30), TimeProvider.System, Token);

    public void Write(string file, string text) => File.WriteAllText(Path.Combine(Folder.FullName, file), text);

    public async Task<long> CountAsync(string sql)
    {
        await using var command = Database.Owner.CreateCommand(sql);
        return Convert.ToInt64(await command.ExecuteScalarAsync(Token), CultureInfo.InvariantCulture);
    }

    public async Task<IReadOnlyList<FindingRow>> RowsAsync(FindingFilter filter) =>
        (await Findings.PageAsync(ViewScope.All, filter, [], 1, FindingsQuery.MaxSize, null, Token)).Rows;

    public static string Deployment(string name, string ns, string container = "") =>
        $"---\n{{ apiVersion: apps/v1, kind: Deployment, metadata: {{ name: {name}, namespace: {ns} }}, spec: {{ template: {{ spec: {{ containers: [{{ name: c {container} }}] }} }} }} }}\n";

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        foreach (var task in _running)
            await task.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _subscription?.Dispose();
        _stop.Dispose();
        await Board.StopAsync(CancellationToken.None);
        Board.Dispose();
        Images.Dispose();
        await Database.DisposeAsync();
        foreach (var folder in _folders.Append(Folder))
            folder.Delete(recursive: true);
    }
}
