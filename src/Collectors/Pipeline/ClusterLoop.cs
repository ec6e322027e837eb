using System.Threading.Channels;
using Microsoft.Extensions.Logging;
using Posture.Analysis.Catalogue;
using Posture.Analysis.Evaluation;
using Posture.Analysis.Indexes;
using Posture.Analysis.Libraries;
using Posture.Analysis.Policy;
using Posture.Analysis.Questions;
using Posture.Collectors.Fleet;
using Posture.Collectors.Sources;
using Posture.Model.Federation;
using Posture.Model.Inventory;
using Posture.Store.Commands;

namespace Posture.Collectors.Pipeline;

/// <summary>
/// Collects one cluster while this process owns it: source → inventory → verdicts → one transaction a change set. Runs off the grain's turn; everything it holds
/// is its own. A first list is committed once, whole; later changes are coalesced for at most <see cref="Coalesce"/>.
/// </summary>
internal sealed partial class ClusterLoop(
    OwnedCluster owned, IClusterSource source, SnapshotWriter writer, StoredObjects stored, FleetBoard fleet, PosturePolicy policy, ImageWatch images,
    TimeProvider time, ILogger logger)
{
    /// <summary>Longest wait for more changes before they are evaluated (design.md §5).</summary>
    internal static readonly TimeSpan Coalesce = TimeSpan.FromMilliseconds(500);

    /// <summary>A burst that has been quiet this long is taken as whole.</summary>
    internal static readonly TimeSpan Quiet = TimeSpan.FromMilliseconds(60);

    /// <summary>Verdicts that depend on the date are judged again this often.</summary>
    internal static readonly TimeSpan Reassess = TimeSpan.FromHours(1);

    private readonly ClusterInventory _inventory = new();

    /// <summary>Held while the inventory changes or is evaluated, and while a question is answered from it.</summary>
    private readonly Lock _turn = new();

    private DateTimeOffset _assessed;
    private ClusterView? _view;
    private ImageUses? _images;
    private ImageScans? _scans;
    private ClusterDigest? _published;

    /// <summary>State for the collection page; replaced whole, read from any thread.</summary>
    public ClusterDiagnostics Diagnostics { get; private set; } = new();

    /// <summary>Runs until cancelled. Throws <see cref="FencedException"/> when another process took the cluster over.</summary>
    public async Task RunOwnedAsync(CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        // Bounded: a source that is faster than evaluation waits.
        var events = Channel.CreateBounded<SourceEvent>(new BoundedChannelOptions(20_000) { SingleReader = true });
        // When the channel is full the loop is about to look at the fleet anyway.
        using var others = fleet.Subscribe(() => events.Writer.TryWrite(new SourceEvent.FleetChanged()));
        var reading = Task.Run(() => ReadAsync(events.Writer, stop.Token), CancellationToken.None);
        var looking = Task.CompletedTask;
        try
        {
            var intake = new Intake(_inventory);
            var kept = new KeptObjects(stored, owned.Id, _inventory);
            Report("reading", intake);
            if (await ListAsync(events.Reader, intake, stop.Token).ConfigureAwait(false))
            {
                var evaluator = await StartAsync(intake, kept, stop.Token).ConfigureAwait(false);
                looking = Task.Run(() => images.RunAsync(Running, events.Writer, stop.Token), CancellationToken.None);
                while (await events.Reader.WaitToReadAsync(stop.Token).ConfigureAwait(false))
                    await FollowAsync(events.Reader, intake, kept, evaluator, stop.Token).ConfigureAwait(false);
            }
            await reading.ConfigureAwait(false);
            cancellationToken.ThrowIfCancellationRequested();
            throw new SourceException("source.ended", $"the source of cluster {owned.Name} ended by itself; reading it again");
        }
        finally
        {
            await stop.CancelAsync().ConfigureAwait(false);
            await reading.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            await looking.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>Digests that run, and what is held of each.</summary>
    private ImagesInUse Running()
    {
        lock (_turn)
            return new(_view!.RunningDigests(), _inventory.All(ImageWatch.Kind).OfType<ImageFacts>().ToDictionary(facts => facts.Name, StringComparer.Ordinal), _view.AdmissionKeys());
    }

    /// <summary>Answers a question from the inventory as it is now, between two changes; null before the first evaluation.</summary>
    public Task<byte[]?> AnswerAsync(LiveQuestion question, byte[] asked) => Task.Run(() =>
    {
        if (_view is not { } view)
            return null;
        lock (_turn)
            return question.Answer(view, asked);
    });

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

    /// <summary>False when the source ended before it had told everything: what came is a part, and a part is never committed (P-02).</summary>
    private static async Task<bool> ListAsync(ChannelReader<SourceEvent> events, Intake intake, CancellationToken cancellationToken)
    {
        await foreach (var told in events.ReadAllAsync(cancellationToken).ConfigureAwait(false))
        {
            if (told is SourceEvent.Synced)
                return true;
            intake.Take(told);
        }
        return false;
    }

    private async Task<ClusterEvaluator> StartAsync(Intake intake, KeptObjects kept, CancellationToken cancellationToken)
    {
        var restored = await kept.RestoreAsync(intake.Incomplete, cancellationToken).ConfigureAwait(false);
        if (images.IsOn)
            await kept.RestoreImagesAsync(cancellationToken).ConfigureAwait(false);
        var put = _inventory.All().ExceptBy(restored, item => item.Ref).ToList();
        var evaluator = new ClusterEvaluator(owned.Name, _inventory, policy, ControlCatalogue.Default);
        (_images, _scans) = (new(evaluator.View), new(evaluator.View));
        await fleet.RefreshAsync(cancellationToken).ConfigureAwait(false);
        evaluator.SetFleet(fleet.SeenFrom(owned.Id));
        _assessed = time.GetUtcNow();
        var started = time.GetTimestamp();
        evaluator.Evaluate(_assessed);
        var whole = Commit(evaluator) with { Full = true, Put = put, Kept = restored, Changed = [.. evaluator.Findings], Scores = ScoreRows.Of(evaluator, null), Images = _images.TakeChanges(), Scans = _scans.TakeChanges().Put };
        await CommitAsync(whole, cancellationToken).ConfigureAwait(false);
        _view = evaluator.View;
        Report("current", intake);
        var elapsed = time.GetElapsedTime(started);
        LogFirst(owned.Name, _inventory.Count, elapsed);
        return evaluator;
    }

    private async Task FollowAsync(
        ChannelReader<SourceEvent> events, Intake intake, KeptObjects kept, ClusterEvaluator evaluator, CancellationToken cancellationToken)
    {
        var changes = new ChangeSet(evaluator, intake, kept);
        var since = time.GetTimestamp();
        do
        {
            lock (_turn)
                while (events.TryRead(out var told))
                    changes.Take(told);
            if (changes.OnlyAlive)
                break;
            await Task.Delay(Quiet, time, cancellationToken).ConfigureAwait(false);
        }
        while (events.TryPeek(out _) && time.GetElapsedTime(since) < Coalesce);
        EvaluationResult result;
        IReadOnlyList<WorkloadImages> used;
        (IReadOnlyList<ImageScan> Put, IReadOnlyList<string> Gone) scans;
        lock (_turn)
        {
            changes.Close();
            if (time.GetUtcNow() - _assessed > Reassess)
            {
                evaluator.Invalidate();
                _assessed = time.GetUtcNow();
            }
            evaluator.SetFleet(fleet.SeenFrom(owned.Id));
            result = evaluator.Evaluate(time.GetUtcNow());
            used = _images!.TakeChanges();
            scans = _scans!.TakeChanges();
            _ = evaluator.View.Digest; // its indexes are made while no question is answered from them
        }
        if (!changes.FromSource && result is { Changed.Count: 0, Removed.Count: 0 } && changes is { Put.Count: 0, Removed.Count: 0 })
            return;
        var step = Commit(evaluator) with
        {
            Confirms = changes.FromSource,
            Put = changes.Put,
            Removed = changes.Removed,
            Changed = result.Changed,
            RemovedFindings = result.Removed,
            Scores = ScoreRows.Of(evaluator, result.Changed.Concat(result.Removed)),
            Images = used,
            Scans = scans.Put,
            ScansGone = scans.Gone,
        };
        await CommitAsync(step, cancellationToken).ConfigureAwait(false);
        Report("current", intake);
    }

    /// <summary>A digest goes with the first commit and with each that may have changed it.</summary>
    private async Task CommitAsync(SnapshotCommit commit, CancellationToken cancellationToken)
    {
        await writer.CommitAsync(ReferenceEquals(commit.Digest, _published) ? commit with { Digest = null } : commit, cancellationToken).ConfigureAwait(false);
        _published = commit.Digest;
    }

    private SnapshotCommit Commit(ClusterEvaluator evaluator) => new()
    {
        ClusterId = owned.Id,
        Epoch = owned.Epoch,
        At = time.GetUtcNow(),
        CatalogueVersion = PolicyHash.VersionOf(ControlCatalogue.Default, policy),
        Full = false,
        Coverage = [.. evaluator.View.Inventory.Coverage.Select(kind => kind with { Count = _inventory.CountOf(new(kind.Group, kind.Kind)) })],
        ObjectCount = _inventory.Count,
        ServerVersion = _inventory.ServerVersion,
        Digest = evaluator.View.Digest,
    };

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
