using System.Collections.Concurrent;

namespace Posture.Dashboard.Identity;

/// <summary>Tells the open circuits of this process that sessions have ended; each looks for itself whether its own has.</summary>
internal sealed class SessionSignals
{
    // Bounded by the open circuits of this process: each disposes its own.
    private readonly ConcurrentDictionary<Subscription, Action<Guid?>> _handlers = [];

    /// <summary>Open subscriptions.</summary>
    public int Count => _handlers.Count;

    /// <summary>Calls the handler for each signal with the session's id, or null when any may have ended: return at once and do not throw. Dispose to end it.</summary>
    public IDisposable Subscribe(Action<Guid?> handler)
    {
        var subscription = new Subscription(this);
        _handlers[subscription] = handler;
        return subscription;
    }

    public void Publish(Guid? session)
    {
        foreach (var handler in _handlers.Values)
            handler(session);
    }

    private sealed class Subscription(SessionSignals owner) : IDisposable
    {
        public void Dispose() => owner._handlers.TryRemove(this, out _);
    }
}
