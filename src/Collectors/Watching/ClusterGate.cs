using Posture.Model.Coverage;

namespace Posture.Collectors.Watching;

/// <summary>
/// Lets few requests at once through to one API server, and none while the cluster as a whole must be left alone: it asked to wait (429), rejected the
/// credential (401) or cannot be reached. Whoever comes then is told why at once instead of queueing.
/// </summary>
internal sealed class ClusterGate(WatchSettings settings, TimeProvider time) : IDisposable
{
    private readonly SemaphoreSlim _slots = new(settings.Concurrency);
    private readonly Backoff _backoff = new(settings);
    private readonly Lock _lock = new();
    private (ApiFailure Failure, long Since, TimeSpan Length)? _hold;
    private int _holds;
    private long? _heard;

    /// <summary>Takes a slot, to be given back with <see cref="Leave"/>.</summary>
    /// <returns>A mark for <see cref="Failed"/>.</returns>
    /// <exception cref="ApiException">The cluster is held.</exception>
    public async Task<int> EnterAsync(CancellationToken cancellationToken)
    {
        await _slots.WaitAsync(cancellationToken);
        try
        {
            return Pass();
        }
        catch (ApiException)
        {
            _slots.Release();
            throw;
        }
    }

    public void Leave() => _slots.Release();

    /// <summary>Passes without a slot (watches).</summary>
    public int Pass()
    {
        lock (_lock)
        {
            if (_hold is var (failure, since, length) && length - time.GetElapsedTime(since) is { Ticks: > 0 } left)
                throw new ApiException(failure with { RetryAfter = left, Held = true });
            return _holds;
        }
    }

    /// <summary>Whether the server said anything within a time.</summary>
    public bool HeardWithin(TimeSpan age)
    {
        lock (_lock)
            return _heard is { } at && time.GetElapsedTime(at) <= age;
    }

    /// <summary>The server said something.</summary>
    public void Heard()
    {
        lock (_lock)
            _heard = time.GetTimestamp();
    }

    public void Succeeded()
    {
        lock (_lock)
        {
            _heard = time.GetTimestamp();
            _hold = null;
            _backoff.Reset();
        }
    }

    /// <summary>Holds the cluster when the failure concerns all of it. Requests that were under way together count as one failure.</summary>
    /// <returns>The failure with the time to wait.</returns>
    public ApiFailure Failed(ApiFailure failure, int mark)
    {
        if (!failure.WholeCluster || failure.Held)
            return failure;
        lock (_lock)
        {
            if (mark == _holds || failure.RetryAfter is not null)
            {
                _holds++;
                _hold = (failure, time.GetTimestamp(), LengthOf(failure));
            }
            return failure with { RetryAfter = _hold is var (_, since, length) ? length - time.GetElapsedTime(since) : TimeSpan.Zero };
        }
    }

    public void Dispose() => _slots.Dispose();

    private TimeSpan LengthOf(ApiFailure failure)
    {
        if (failure.RetryAfter is { } asked)
            return asked < settings.MaxRetryAfter ? asked : settings.MaxRetryAfter;
        var delay = _backoff.Next();
        return failure.State == CoverageState.Unauthorized && delay < settings.RejectedDelay ? settings.RejectedDelay : delay;
    }
}
