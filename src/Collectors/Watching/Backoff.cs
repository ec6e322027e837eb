namespace Posture.Collectors.Watching;

/// <summary>Delays after failures: 1 s, doubling to 5 min, each times a random share ("full jitter"): many collectors do not come back together.</summary>
internal sealed class Backoff(WatchSettings settings)
{
    /// <summary>Failures since the last success.</summary>
    public int Failures { get; private set; }

    public TimeSpan Next()
    {
        var doublings = Math.Min(Failures++, 20);
        var ceiling = Math.Min(settings.FirstDelay.TotalSeconds * (1L << doublings), settings.MaxDelay.TotalSeconds);
        return TimeSpan.FromSeconds(ceiling * settings.Jitter());
    }

    public void Reset() => Failures = 0;
}
