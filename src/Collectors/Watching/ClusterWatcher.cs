using System.Threading.Channels;
using Microsoft.Extensions.Logging;
using Posture.Collectors.Sources;
using Posture.Model.Coverage;
using Posture.Model.Inventory;

namespace Posture.Collectors.Watching;

/// <summary>
/// Reads one cluster for as long as it is asked to: discovery, then one loop a kind, discovery again from time to time. Secrets are never requested.
/// Nothing that the cluster does ends it; only cancellation does.
/// </summary>
internal sealed partial class ClusterWatcher(ClusterConnection connection, WatchSettings settings, TimeProvider time, ILogger logger)
{
    private static readonly KindRef Secret = new("", "Secret");
    private static readonly KindRef Definition = new("apiextensions.k8s.io", "CustomResourceDefinition");
    private static readonly KindRef ApiService = new("apiregistration.k8s.io", "APIService");

    private readonly Dictionary<KindRef, RunningKind> _running = [];
    private readonly Channel<bool> _changes = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private readonly TaskCompletionSource _firstRound = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _untried;

    /// <summary>Tells everything about the cluster to <paramref name="sink"/>, which should be bounded: a slow reader slows the watches down.</summary>
    public async Task RunAsync(ChannelWriter<ClusterUpdate> sink, CancellationToken cancellationToken)
    {
        using var client = new ClusterClient(connection);
        using var gate = new ClusterGate(settings, time);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var api = new ApiRequests(client, gate, settings, time);
        try
        {
            await sink.WriteAsync(Covered(Secret, CoverageState.NotRequested, "Secrets are not read"), cancellationToken);
            var first = FirstRoundAsync(sink, stop.Token);
            await DiscoverAsync(api, sink, stop.Token);
            await first;
        }
        finally
        {
            await stop.CancelAsync();
            foreach (var running in _running.Values)
                await running.StopAsync();
            _running.Clear();
        }
    }

    private async Task DiscoverAsync(ApiRequests api, ChannelWriter<ClusterUpdate> sink, CancellationToken cancellationToken)
    {
        var (discovery, backoff) = (new Discovery(api), new Backoff(settings));
        while (true)
        {
            TimeSpan wait;
            try
            {
                var version = await discovery.VersionAsync(cancellationToken);
                var found = await discovery.ReadAsync(cancellationToken);
                await sink.WriteAsync(new ServerSeen(version is null ? null : PlainText.Of(version), api.Skew), cancellationToken);
                await ApplyAsync(found, api, sink, cancellationToken);
                backoff.Reset();
                wait = settings.RefreshEvery;
            }
            catch (ApiException exception)
            {
                var failure = exception.Failure;
                LogUnreachable(connection.Name, failure.Code, failure.Reason);
                foreach (var kind in KnownKinds.All.Where(kind => kind.Ref != Secret && !_running.ContainsKey(kind.Ref)))
                    await sink.WriteAsync(Covered(kind.Ref, failure.State, failure.Reason), cancellationToken);
                _firstRound.TrySetResult();
                wait = failure.WholeCluster ? (failure.RetryAfter ?? TimeSpan.Zero) + (settings.FirstDelay * settings.Jitter()) : backoff.Next();
            }
            await WaitAsync(wait, cancellationToken);
        }
    }

    /// <summary>Waits for the time, or for word that what is served changed.</summary>
    private async Task WaitAsync(TimeSpan wait, CancellationToken cancellationToken)
    {
        using var over = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var ends = Task.Delay(wait, time, over.Token);
        var change = _changes.Reader.ReadAsync(over.Token).AsTask();
        var crash = _running.Values.Select(running => running.Crash);
        var came = await Task.WhenAny([ends, change, .. crash]);
        await over.CancelAsync();
        await came;
        if (came == change)
            await Task.Delay(settings.DiscoveryPause, time, cancellationToken);
    }

    private async Task ApplyAsync(DiscoveryResult found, ApiRequests api, ChannelWriter<ClusterUpdate> sink, CancellationToken cancellationToken)
    {
        var kinds = KnownKinds.All.Select(kind => kind.Ref).Union(found.Served.Keys).Union(_running.Keys).Where(kind => kind != Secret).ToList();
        var starting = kinds.Where(found.Served.ContainsKey).Select(kind => found.Served[kind]).Where(kind => !IsRunning(kind)).ToList();
        Interlocked.Add(ref _untried, starting.Count);
        foreach (var kind in kinds.Where(kind => !found.Served.ContainsKey(kind)))
            if (!found.Silent.Contains(kind.Group))
                await LeaveOutAsync(kind, sink, cancellationToken);
            else if (!_running.ContainsKey(kind))
                await sink.WriteAsync(Covered(kind, CoverageState.Failed, $"the server behind {PlainText.Of(kind.Group)} does not answer"), cancellationToken);
        foreach (var kind in starting)
        {
            if (_running.Remove(kind.Kind.Ref, out var old))
                await old.StopAsync();
            _running[kind.Kind.Ref] = Start(kind, api, sink, cancellationToken);
        }
        if (starting.Count == 0)
            _firstRound.TrySetResult();
    }

    private bool IsRunning(ServedKind kind) => _running.TryGetValue(kind.Kind.Ref, out var running) && running.Kind == kind;

    /// <summary>A kind that is not served: there are none of it.</summary>
    private async Task LeaveOutAsync(KindRef kind, ChannelWriter<ClusterUpdate> sink, CancellationToken cancellationToken)
    {
        var coverage = Covered(kind, CoverageState.NotServed, "the API server does not serve this kind");
        if (!_running.Remove(kind, out var old))
        {
            await sink.WriteAsync(coverage, cancellationToken);
            return;
        }
        await old.StopAsync();
        await sink.WriteAsync(new KindListed(kind, [], coverage.Coverage), cancellationToken);
    }

    private RunningKind Start(ServedKind kind, ApiRequests api, ChannelWriter<ClusterUpdate> sink, CancellationToken cancellationToken)
    {
        var definesKinds = kind.Kind.Ref == Definition || kind.Kind.Ref == ApiService;
        var tried = 0;
        var loop = new KindLoop(kind, api, settings, time, sink)
        {
            Tried = () =>
            {
                if (Interlocked.Exchange(ref tried, 1) == 0 && Interlocked.Decrement(ref _untried) == 0)
                    _firstRound.TrySetResult();
            },
            ServedChanged = always =>
            {
                if (always || definesKinds)
                    _changes.Writer.TryWrite(true);
            },
        };
        return new(kind, loop.RunAsync, cancellationToken);
    }

    private async Task FirstRoundAsync(ChannelWriter<ClusterUpdate> sink, CancellationToken cancellationToken)
    {
        await _firstRound.Task.WaitAsync(cancellationToken);
        await sink.WriteAsync(new FirstReadDone(), cancellationToken);
    }

    private CoverageChanged Covered(KindRef kind, CoverageState state, string reason) => new(new(kind.Group, kind.Kind, state, reason, time.GetUtcNow(), 0));

    [LoggerMessage(Level = LogLevel.Warning, Message = "Cluster {Cluster} cannot be read: {Code}: {Reason}")]
    private partial void LogUnreachable(string cluster, string code, string reason);

    /// <summary>The loop of one kind and how to stop it.</summary>
    private sealed class RunningKind
    {
        private readonly CancellationTokenSource _stop;
        private readonly Task _task;

        public RunningKind(ServedKind kind, Func<CancellationToken, Task> run, CancellationToken cancellationToken)
        {
            Kind = kind;
            _stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            _task = run(_stop.Token);
        }

        public ServedKind Kind { get; }

        /// <summary>Ends only when the loop does, which is a defect of ours and must not be silent.</summary>
        public Task Crash => _task;

        public async Task StopAsync()
        {
            await _stop.CancelAsync();
            await _task.ContinueWith(_ => { }, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
            _stop.Dispose();
        }
    }
}
