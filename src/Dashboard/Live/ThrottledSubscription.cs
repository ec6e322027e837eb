namespace Posture.Dashboard.Live;

/// <summary>
/// One view's subscription: a dirty bit. While a callback runs or its interval has not passed, further signals only set the bit, so that any number of them
/// costs one more callback. The subscriber's execution context (culture) is restored.
/// </summary>
internal sealed partial class ThrottledSubscription : IDisposable
{
    /// <summary>Least time between the starts of two callbacks.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(250);

    private readonly Func<Task> _callback;
    private readonly Guid? _cluster;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly Action<ThrottledSubscription> _onDispose;
    private readonly ExecutionContext? _context = ExecutionContext.Capture();
    private readonly CancellationTokenSource _stop = new();
    private readonly Lock _gate = new();
    private bool _dirty;
    private bool _running;

    public ThrottledSubscription(Func<Task> callback, Guid? cluster, TimeProvider time, ILogger logger, Action<ThrottledSubscription> onDispose)
    {
        _callback = callback;
        _cluster = cluster;
        _time = time;
        _logger = logger;
        _onDispose = onDispose;
    }

    /// <summary>Marks dirty when the signal concerns this subscription. Returns at once.</summary>
    public void Signal(Guid? cluster)
    {
        if (_cluster is not null && cluster is not null && _cluster != cluster)
            return;
        lock (_gate)
        {
            _dirty = true;
            if (_running || _stop.IsCancellationRequested)
                return;
            _running = true;
        }
        Start();
    }

    public void Dispose()
    {
        _onDispose(this);
        _stop.Cancel();
    }

    private void Start()
    {
        if (_context is null)
            _ = Task.Run(RunAsync);
        else
            ExecutionContext.Run(_context.CreateCopy(), static self => _ = Task.Run(((ThrottledSubscription)self!).RunAsync), this);
    }

    private async Task RunAsync()
    {
        while (TakeDirty())
        {
            var started = _time.GetTimestamp();
            try
            {
                await _callback();
            }
            catch (Exception exception)
            {
                // A view that broke must not stop the others; its own error boundary shows it.
                Log.CallbackFailed(_logger, exception);
            }
            var rest = Interval - _time.GetElapsedTime(started);
            if (rest > TimeSpan.Zero)
                await Task.Delay(rest, _time, _stop.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private bool TakeDirty()
    {
        lock (_gate)
        {
            _running = _dirty && !_stop.IsCancellationRequested;
            _dirty = false;
            return _running;
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Error, "A live view failed to refresh")]
        public static partial void CallbackFailed(ILogger logger, Exception exception);
    }
}
