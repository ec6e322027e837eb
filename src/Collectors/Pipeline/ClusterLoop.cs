using System.Threading.Channels;
using Microsoft.Extensions.Logging;
using Posture.Analysis.Catalogue;
using Posture.Analysis.Evaluation;
using Posture.Analysis.Policy;
using Posture.Collectors.Sources;
using Posture.Model.Inventory;
using Posture.Store.Commands;

namespace Posture.Collectors.Pipeline;

/// <summary>
/// Collects one cluster while this process owns it: source → inventory → verdicts → one transaction a change set. Runs off the grain's turn; everything it holds
/// is its own. A first list is committed once, whole; later changes are coalesced for at most <see cref="Coalesce"/>.
/// </summary>
internal sealed partial class ClusterLoop(
    string cluster, Guid clusterId, long epoch, IClusterSource source, SnapshotWriter writer, PosturePolicy policy, TimeProvider time, ILogger logger)
{
    /// <summary>Longest wait for more changes before they are evaluated (design.md §5).</summary>
    internal static readonly TimeSpan Coalesce = TimeSpan.FromMilliseconds(500);

    /// <summary>A burst that has been quiet this long is taken as whole.</summary>
    internal static readonly TimeSpan Quiet = TimeSpan.FromMilliseconds(60);

    /// <summary>Verdicts that depend on the date are judged again this often.</summary>
    internal static readonly TimeSpan Reassess = TimeSpan.FromHours(1);

    private readonly ClusterInventory _inventory = new();
    private DateTimeOffset _assessed;

    /// <summary>State for the collection page; replaced whole, read from any thread.</summary>
    public ClusterDiagnostics Diagnostics { get; private set; } = new();

    /// <summary>Runs until cancelled. Throws <see cref="FencedException"/> when another process took the cluster over.</summary>
    public async Task RunOwnedAsync(CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        // Bounded: a source that is faster than evaluation waits.
        var events = Channel.CreateBounded<SourceEvent>(new BoundedChannelOptions(20_000) { SingleReader = true, SingleWriter = true });
        var reading = ReadAsync(events.Writer, stop.Token);
        try
        {
            var intake = new Intake(_inventory);
            var evaluator = await StartAsync(events.Reader, intake, stop.Token).ConfigureAwait(false);
            while (await events.Reader.WaitToReadAsync(stop.Token).ConfigureAwait(false))
                await FollowAsync(events.Reader, intake, evaluator, stop.Token).ConfigureAwait(false);
            await reading.ConfigureAwait(false);
        }
        finally
        {
            await stop.CancelAsync().ConfigureAwait(false);
            await reading.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task ReadAsync(ChannelWriter<SourceEvent> events, CancellationToken cancellationToken)
    {
        try
        {
            await foreach (var told in source.ReadAsync(cancellationToken).ConfigureAwait(false))
                await events.WriteAsync(told, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            events.TryComplete();
        }
    }

    private async Task<ClusterEvaluator> StartAsync(ChannelReader<SourceEvent> events, Intake intake, CancellationToken cancellationToken)
    {
        Report("reading", intake);
        await foreach (var told in events.ReadAllAsync(cancellationToken).ConfigureAwait(false))
        {
            if (told is SourceEvent.Synced)
                break;
            intake.Take(told);
        }
        var evaluator = new ClusterEvaluator(cluster, _inventory, policy, ControlCatalogue.Default);
        _assessed = time.GetUtcNow();
        var started = time.GetTimestamp();
        evaluator.Evaluate(_assessed);
        await CommitAsync(evaluator, full: true, [.. _inventory.All()], [], [.. evaluator.Findings], [], cancellationToken).ConfigureAwait(false);
        Report("current", intake);
        var elapsed = time.GetElapsedTime(started);
        LogFirst(cluster, _inventory.Count, elapsed);
        return evaluator;
    }

    private async Task FollowAsync(ChannelReader<SourceEvent> events, Intake intake, ClusterEvaluator evaluator, CancellationToken cancellationToken)
    {
        var changes = new ChangeSet(evaluator, intake);
        var since = time.GetTimestamp();
        do
        {
            while (events.TryRead(out var told))
                changes.Take(told);
            if (changes.OnlyAlive)
                break;
            await Task.Delay(Quiet, time, cancellationToken).ConfigureAwait(false);
        }
        while (events.TryPeek(out _) && time.GetElapsedTime(since) < Coalesce);
        if (time.GetUtcNow() - _assessed > Reassess)
        {
            evaluator.Invalidate();
            _assessed = time.GetUtcNow();
        }
        var result = evaluator.Evaluate(time.GetUtcNow());
        await CommitAsync(evaluator, full: false, changes.Put, changes.Removed, result.Changed, result.Removed, cancellationToken).ConfigureAwait(false);
        Report("current", intake);
    }

    private async Task CommitAsync(
        ClusterEvaluator evaluator, bool full, IReadOnlyCollection<KubeObject> put, IReadOnlyCollection<ObjectRef> removed,
        IReadOnlyCollection<Model.Verdicts.Finding> changed, IReadOnlyCollection<Model.Verdicts.Finding> gone, CancellationToken cancellationToken) =>
        await writer.CommitAsync(
            new()
            {
                ClusterId = clusterId,
                Epoch = epoch,
                At = time.GetUtcNow(),
                CatalogueVersion = ControlCatalogue.Default.Version,
                Full = full,
                Put = put,
                Removed = removed,
                Changed = changed,
                RemovedFindings = gone,
                Coverage = [.. _inventory.Coverage.Select(kind => kind with { Count = _inventory.CountOf(new(kind.Group, kind.Kind)) })],
                Scores = ScoreRows.Of(evaluator, full ? null : changed.Concat(gone)),
                ObjectCount = _inventory.Count,
                ServerVersion = _inventory.ServerVersion,
            },
            cancellationToken).ConfigureAwait(false);

    private void Report(string state, Intake intake) => Diagnostics = new()
    {
        State = state,
        Objects = _inventory.Count,
        UnknownKinds = new Dictionary<string, int>(_inventory.UnknownKinds),
        Problems = [.. intake.Errors.Select(error => new CollectionProblem(error.Code, error.Place, error.Message))],
    };

    [LoggerMessage(Level = LogLevel.Information, Message = "cluster {Cluster}: {Objects} objects evaluated and committed in {Elapsed}")]
    private partial void LogFirst(string cluster, int objects, TimeSpan elapsed);
}
