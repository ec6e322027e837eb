using Microsoft.Extensions.Time.Testing;

namespace Posture.TestKit;

/// <summary>
/// A clock that stands still until told, and that a test can ask to wait for: <c>WaitForTimerAsync</c> ends when the code under test has set a timer of
/// that length, so that no test sleeps or guesses.
/// </summary>
public sealed class WaitableTime : FakeTimeProvider
{
    private readonly Lock _gate = new();
    private readonly List<TimeSpan> _started = [];
    private TaskCompletionSource _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public WaitableTime()
        : base(TimeProvider.System.GetUtcNow())
    {
    }

    /// <summary>Waits for a timer of a length (each start is given back once).</summary>
    public Task<TimeSpan> WaitForTimerAsync(TimeSpan length, CancellationToken cancellationToken) => WaitForTimerAsync(due => due == length, cancellationToken);

    /// <summary>Waits for a timer whose length fits, and takes it.</summary>
    public async Task<TimeSpan> WaitForTimerAsync(Predicate<TimeSpan> fits, CancellationToken cancellationToken)
    {
        while (true)
        {
            Task changed;
            lock (_gate)
            {
                if (_started.FindIndex(fits) is var index and >= 0)
                {
                    var found = _started[index];
                    _started.RemoveAt(index);
                    return found;
                }
                changed = _changed.Task;
            }
            await changed.WaitAsync(cancellationToken);
        }
    }

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = base.CreateTimer(callback, state, dueTime, period);
        Note(dueTime);
        return new WatchedTimer(timer, Note);
    }

    private void Note(TimeSpan due)
    {
        if (due == Timeout.InfiniteTimeSpan)
            return;
        lock (_gate)
        {
            _started.Add(due);
            var changed = _changed;
            _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);
            changed.SetResult();
        }
    }

    private sealed class WatchedTimer(ITimer inner, Action<TimeSpan> started) : ITimer
    {
        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            var changed = inner.Change(dueTime, period);
            started(dueTime);
            return changed;
        }

        public void Dispose() => inner.Dispose();

        public ValueTask DisposeAsync() => inner.DisposeAsync();
    }
}
