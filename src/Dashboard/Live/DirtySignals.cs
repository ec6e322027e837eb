using System.Collections.Immutable;

namespace Posture.Dashboard.Live;

/// <summary>Signals of this process without payload. Bounded by the number of open views; subscribers leave by disposing.</summary>
internal abstract class DirtySignals(TimeProvider time, ILogger logger)
{
    private ImmutableArray<ThrottledSubscription> _subscriptions = [];
    private long _lastSignal;

    /// <summary>Open subscriptions, for tests and metrics.</summary>
    public int Count => _subscriptions.Length;

    /// <summary>When the last signal came, or null.</summary>
    public DateTimeOffset? LastSignal => Interlocked.Read(ref _lastSignal) is > 0 and var ticks ? new(ticks, TimeSpan.Zero) : null;

    /// <summary>Calls back at most once per <see cref="ThrottledSubscription.Interval"/>, never on the publisher's thread.</summary>
    /// <param name="callback">Re-queries. What it throws is logged.</param>
    /// <param name="cluster">Only signals of this cluster; null for all.</param>
    public IDisposable Subscribe(Func<Task> callback, Guid? cluster = null)
    {
        var subscription = new ThrottledSubscription(callback, cluster, time, logger, Remove);
        ImmutableInterlocked.Update(ref _subscriptions, static (all, added) => all.Add(added), subscription);
        return subscription;
    }

    /// <summary>Marks views dirty.</summary>
    /// <param name="cluster">Cluster that changed; null when any may have.</param>
    public void Publish(Guid? cluster)
    {
        Interlocked.Exchange(ref _lastSignal, time.GetUtcNow().UtcTicks);
        foreach (var subscription in _subscriptions)
            subscription.Signal(cluster);
    }

    private void Remove(ThrottledSubscription subscription) =>
        ImmutableInterlocked.Update(ref _subscriptions, static (all, removed) => all.Remove(removed), subscription);
}
