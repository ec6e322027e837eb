using System.Threading.Channels;
using Posture.Collectors.Sources;
using Posture.Model.Coverage;
using Posture.Model.Inventory;

namespace Posture.Collectors.Watching;

/// <summary>
/// Reads one cluster for as long as it is asked to: discovery, then one loop a kind, discovery again from time to time. Secrets are never requested. Nothing
/// that the cluster does ends it; only cancellation does.
/// </summary>
internal sealed class ClusterWatcher(ClusterConnection connection, WatchSettings settings, TimeProvider time)
{
    private static readonly KindRef Secret = new("", "Secret");

    /// <summary>How often a cluster that answers is said to be well.</summary>
    private static readonly TimeSpan Beat = TimeSpan.FromSeconds(30);

    /// <summary>Clocks this far apart are told (F-11).</summary>
    private static readonly TimeSpan MaxSkew = TimeSpan.FromSeconds(60);

    private readonly TaskCompletionSource _firstRound = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Tells everything about the cluster to <paramref name="sink"/>, which should be bounded: a slow reader slows the watches down.</summary>
    public async Task RunAsync(ChannelWriter<SourceEvent> sink, CancellationToken cancellationToken)
    {
        using var client = new ClusterClient(connection);
        using var gate = new ClusterGate(settings, time);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var api = new ApiRequests(client, gate, settings, time);
        await using var kinds = new KindLoops(api, settings, time, sink, () => _firstRound.TrySetResult());
        try
        {
            await TellAsync(sink, Secret, CoverageState.NotRequested, "Secrets are not read", stop.Token);
            var tasks = new[] { DiscoverAsync(api, kinds, sink, stop.Token), SyncAsync(sink, stop.Token), BeatAsync(gate, sink, stop.Token) };
            await await Task.WhenAny(tasks[0], tasks[2]); // both run until cancelled; an early end is a defect and is thrown here
        }
        finally
        {
            await stop.CancelAsync();
        }
    }

    private async Task DiscoverAsync(ApiRequests api, KindLoops kinds, ChannelWriter<SourceEvent> sink, CancellationToken cancellationToken)
    {
        var (discovery, backoff, problem) = (new Discovery(api), new Backoff(settings), "");
        while (true)
        {
            TimeSpan wait;
            try
            {
                if (await discovery.VersionAsync(cancellationToken) is { } version)
                    await sink.WriteAsync(new SourceEvent.Version(PlainText.Of(version)), cancellationToken);
                problem = await TellSkewAsync(api.Skew, problem, sink, cancellationToken);
                await kinds.ApplyAsync(await discovery.ReadAsync(cancellationToken), cancellationToken);
                backoff.Reset();
                wait = settings.RefreshEvery;
            }
            catch (ApiException exception)
            {
                var failure = exception.Failure;
                if (problem != failure.Code)
                    await sink.WriteAsync(new SourceEvent.Problem(new(problem = failure.Code, connection.ToString(), failure.Reason), null), cancellationToken);
                foreach (var kind in KnownKinds.All.Where(kind => kind.Ref != Secret && !kinds.Has(kind.Ref)))
                    await TellAsync(sink, kind.Ref, failure.State, failure.Reason, cancellationToken);
                _firstRound.TrySetResult();
                wait = failure.WholeCluster ? (failure.RetryAfter ?? TimeSpan.Zero) + (settings.FirstDelay * settings.Jitter()) : backoff.Next();
            }
            await kinds.WaitAsync(wait, cancellationToken);
        }
    }

    /// <summary>Once every kind was tried, the picture is complete.</summary>
    private async Task SyncAsync(ChannelWriter<SourceEvent> sink, CancellationToken cancellationToken)
    {
        await _firstRound.Task.WaitAsync(cancellationToken);
        await sink.WriteAsync(new SourceEvent.Synced(), cancellationToken);
    }

    /// <summary>Says that what is held is current, as long as the server is heard: bookmarks come about each minute.</summary>
    private async Task BeatAsync(ClusterGate gate, ChannelWriter<SourceEvent> sink, CancellationToken cancellationToken)
    {
        await _firstRound.Task.WaitAsync(cancellationToken);
        while (true)
        {
            await Task.Delay(Beat, time, cancellationToken);
            if (gate.HeardWithin(settings.IdleLimit))
                await sink.WriteAsync(new SourceEvent.Alive(), cancellationToken);
        }
    }

    private async Task<string> TellSkewAsync(TimeSpan? skew, string problem, ChannelWriter<SourceEvent> sink, CancellationToken cancellationToken)
    {
        if (skew is not { } apart || apart.Duration() <= MaxSkew)
            return "";
        const string Code = "clock.skew";
        if (problem == Code)
            return Code;
        var text = $"the cluster's clock is {apart.Duration().TotalSeconds:F0} s {(apart > TimeSpan.Zero ? "ahead of" : "behind")} ours; our time is used for age";
        await sink.WriteAsync(new SourceEvent.Problem(new(Code, connection.ToString(), text), null), cancellationToken);
        return Code;
    }

    private ValueTask TellAsync(ChannelWriter<SourceEvent> sink, KindRef kind, CoverageState state, string reason, CancellationToken cancellationToken) =>
        sink.WriteAsync(new SourceEvent.Covered(new(kind.Group, kind.Kind, state, reason, time.GetUtcNow(), 0)), cancellationToken);
}
