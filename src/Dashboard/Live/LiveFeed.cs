namespace Posture.Dashboard.Live;

/// <summary>
/// The live signals of one circuit, with Pause: while paused, pages are not called and what they miss is counted; on resume each is called once.
/// Pages subscribe in <c>OnInitialized</c> and dispose.
/// </summary>
internal sealed class LiveFeed : IDisposable
{
    private readonly SnapshotSignals _signals;
    private readonly IDisposable _own;
    private readonly List<Listener> _listeners = [];
    private readonly Lock _gate = new();
    private int _held;

    public LiveFeed(SnapshotSignals signals)
    {
        _signals = signals;
        _own = signals.Subscribe(CountAsync);
    }

    /// <summary>Raised when <see cref="Paused"/>, <see cref="Held"/> or <see cref="LastSignal"/> may have changed. Handlers use InvokeAsync.</summary>
    public event EventHandler? Changed;

    public bool Paused { get; private set; }

    /// <summary>Updates held back since the pause.</summary>
    public int Held => Volatile.Read(ref _held);

    public DateTimeOffset? LastSignal => _signals.LastSignal;

    /// <summary>Subscribes a view; see <see cref="DirtySignals.Subscribe"/>.</summary>
    public IDisposable Subscribe(Func<Task> refresh, Guid? cluster = null)
    {
        var listener = new Listener(this, refresh);
        lock (_gate)
            _listeners.Add(listener);
        listener.Inner = _signals.Subscribe(listener.SignalAsync, cluster);
        return listener;
    }

    public void Pause()
    {
        Paused = true;
        Changed?.Invoke(this, EventArgs.Empty);
    }

    /// <summary>Resumes and refreshes each view that missed something.</summary>
    public async Task ResumeAsync()
    {
        Paused = false;
        Interlocked.Exchange(ref _held, 0);
        Listener[] all;
        lock (_gate)
            all = [.. _listeners];
        foreach (var listener in all)
            await listener.CatchUpAsync();
        Changed?.Invoke(this, EventArgs.Empty);
    }

    public void Dispose() => _own.Dispose();

    private Task CountAsync()
    {
        if (Paused)
            Interlocked.Increment(ref _held);
        Changed?.Invoke(this, EventArgs.Empty);
        return Task.CompletedTask;
    }

    private sealed class Listener(LiveFeed feed, Func<Task> refresh) : IDisposable
    {
        private bool _missed;

        public IDisposable? Inner { get; set; }

        public Task SignalAsync()
        {
            if (!feed.Paused)
                return refresh();
            _missed = true;
            return Task.CompletedTask;
        }

        public Task CatchUpAsync()
        {
            if (!_missed)
                return Task.CompletedTask;
            _missed = false;
            return refresh();
        }

        public void Dispose()
        {
            Inner?.Dispose();
            lock (feed._gate)
                feed._listeners.Remove(this);
        }
    }
}
