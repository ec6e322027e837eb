using System.Threading.Channels;
using Posture.Collectors.Sources;
using Posture.Model.Coverage;
using Posture.Model.Inventory;

namespace Posture.Collectors.Watching;

/// <summary>The loops of one cluster's kinds: started and stopped as discovery tells.</summary>
internal sealed class KindLoops(ApiRequests api, WatchSettings settings, TimeProvider time, ChannelWriter<SourceEvent> sink, Action allTried) : IAsyncDisposable
{
    private static readonly KindRef Secret = new("", "Secret");
    private static readonly KindRef Definition = new("apiextensions.k8s.io", "CustomResourceDefinition");
    private static readonly KindRef ApiService = new("apiregistration.k8s.io", "APIService");

    private readonly Dictionary<KindRef, RunningKind> _running = [];
    private readonly Channel<bool> _changes = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private int _untried;

    public bool Has(KindRef kind) => _running.ContainsKey(kind);

    /// <summary>Starts what is newly served and stops what no longer is.</summary>
    public async Task ApplyAsync(DiscoveryResult found, CancellationToken cancellationToken)
    {
        var kinds = KnownKinds.All.Select(kind => kind.Ref).Union(found.Served.Keys).Union(_running.Keys).Where(kind => kind != Secret).ToList();
        foreach (var kind in kinds.Where(kind => !found.Served.ContainsKey(kind)))
            if (!found.Silent.Contains(kind.Group))
                await LeaveOutAsync(kind, cancellationToken);
            else if (!Has(kind))
                await TellAsync(kind, CoverageState.Failed, $"the server behind {kind.Group} does not answer; look at its APIService", cancellationToken);
        var starting = kinds.Where(found.Served.ContainsKey).Select(kind => found.Served[kind]).Where(kind => !IsRunning(kind)).ToList();
        Interlocked.Add(ref _untried, starting.Count);
        foreach (var kind in starting)
        {
            if (_running.Remove(kind.Kind.Ref, out var old))
                await old.StopAsync();
            _running[kind.Kind.Ref] = Start(kind, cancellationToken);
        }
        if (starting.Count == 0)
            allTried();
    }

    /// <summary>Waits for the time, or for word that what is served may have changed.</summary>
    public async Task WaitAsync(TimeSpan wait, CancellationToken cancellationToken)
    {
        using var over = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var change = _changes.Reader.WaitToReadAsync(over.Token).AsTask();
        var came = await Task.WhenAny([Task.Delay(wait, time, over.Token), change, .. _running.Values.Select(running => running.Loop)]);
        await over.CancelAsync();
        await came; // a loop that ended by itself is a defect of ours and is thrown here
        if (came != change)
            return;
        await Task.Delay(settings.DiscoveryPause, time, cancellationToken);
        _changes.Reader.TryRead(out _);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var running in _running.Values)
            await running.StopAsync();
        _running.Clear();
    }

    private bool IsRunning(ServedKind kind) => _running.TryGetValue(kind.Kind.Ref, out var running) && running.Kind == kind;

    /// <summary>A kind that is not served: there are none of it.</summary>
    private async Task LeaveOutAsync(KindRef kind, CancellationToken cancellationToken)
    {
        if (_running.Remove(kind, out var old))
        {
            await old.StopAsync();
            await sink.WriteAsync(new SourceEvent.Listed(kind, []), cancellationToken);
        }
        await TellAsync(kind, CoverageState.NotServed, "the API server does not serve this kind", cancellationToken);
    }

    private RunningKind Start(ServedKind kind, CancellationToken cancellationToken)
    {
        var definesKinds = kind.Kind.Ref == Definition || kind.Kind.Ref == ApiService;
        var tried = false;
        var loop = new KindLoop(kind, api, settings, time, sink)
        {
            Tried = () =>
            {
                if (!tried && Interlocked.Decrement(ref _untried) == 0)
                    allTried();
                tried = true;
            },
            ServedChanged = always =>
            {
                if (always || definesKinds)
                    _changes.Writer.TryWrite(true);
            },
        };
        return new(kind, loop.RunAsync, cancellationToken);
    }

    private ValueTask TellAsync(KindRef kind, CoverageState state, string reason, CancellationToken cancellationToken) =>
        sink.WriteAsync(new SourceEvent.Covered(new(kind.Group, kind.Kind, state, reason, time.GetUtcNow(), 0)), cancellationToken);

    /// <summary>The loop of one kind and how to stop it.</summary>
    private sealed class RunningKind
    {
        private readonly CancellationTokenSource _stop;

        public RunningKind(ServedKind kind, Func<CancellationToken, Task> run, CancellationToken cancellationToken)
        {
            Kind = kind;
            _stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            Loop = run(_stop.Token);
        }

        public ServedKind Kind { get; }

        public Task Loop { get; }

        public async Task StopAsync()
        {
            await _stop.CancelAsync();
            await Loop.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            _stop.Dispose();
        }
    }
}
