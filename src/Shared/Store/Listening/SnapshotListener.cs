using System.Collections.Concurrent;
using Npgsql;

namespace Posture.Store.Listening;

/// <summary>Says which cluster has a newer snapshot, when somebody may see more or less than before, and which session has ended. Carries no data: views re-query.</summary>
public sealed class SnapshotListener(NpgsqlDataSource source, TimeProvider time)
{
    /// <summary>Notified, without payload, by whatever changes who may see what: tenants' namespaces.</summary>
    public const string AccessChannel = "posture_access";

    /// <summary>Notified with the id of a session that has been ended.</summary>
    public const string SessionChannel = "posture_session";

    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(15);

    // Bounded by the open views of this process: each disposes its own.
    private readonly ConcurrentDictionary<Subscription, (Action<SnapshotNotice> OnSnapshot, Action? OnAccess, Action<Guid?>? OnSession)> _handlers = [];

    /// <summary>Calls the handlers on the listener's own thread: return at once and do not throw. Dispose to end it.</summary>
    /// <param name="onSnapshot">For each signal about snapshots.</param>
    /// <param name="onAccess">When rights of somebody may have changed.</param>
    /// <param name="onSession">When a session has ended; null when any may have.</param>
    public IDisposable Subscribe(Action<SnapshotNotice> onSnapshot, Action? onAccess = null, Action<Guid?>? onSession = null)
    {
        var subscription = new Subscription(this);
        _handlers[subscription] = (onSnapshot, onAccess, onSession);
        return subscription;
    }

    /// <summary>Listens until cancelled, reconnecting with back-off (0.5–15 s). Each (re)connection signals <see cref="SnapshotNotice.Everything"/>, rights and any session.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var pause = FirstPause;
        while (!cancellationToken.IsCancellationRequested)
        {
            try
            {
                await using var connection = await source.OpenConnectionAsync(cancellationToken);
                connection.Notification += (_, notice) =>
                {
                    if (notice.Channel == AccessChannel)
                        SignalAccess();
                    else if (notice.Channel == SessionChannel)
                        SignalSession(Guid.TryParse(notice.Payload, out var session) ? session : null);
                    else
                        Signal(Read(notice.Payload));
                };
                await using (var listen = new NpgsqlCommand($"listen posture_snapshot; listen {AccessChannel}; listen {SessionChannel}", connection))
                    await listen.ExecuteNonQueryAsync(cancellationToken);
                Signal(SnapshotNotice.Everything);
                SignalAccess();
                SignalSession(null);
                pause = FirstPause;
                while (true)
                    await connection.WaitAsync(cancellationToken);
            }
            catch (Exception lost) when (lost is NpgsqlException or IOException && !cancellationToken.IsCancellationRequested)
            {
                await Task.Delay(pause, time, cancellationToken);
                pause = pause * 2 < LongestPause ? pause * 2 : LongestPause;
            }
        }
    }

    private static SnapshotNotice Read(string payload) =>
        payload.Split(' ') is [var cluster, var snapshot] && Guid.TryParse(cluster, out var clusterId) && Guid.TryParse(snapshot, out var snapshotId)
            ? new(clusterId, snapshotId)
            : SnapshotNotice.Everything;

    private void Signal(SnapshotNotice notice)
    {
        foreach (var (onSnapshot, _, _) in _handlers.Values)
            onSnapshot(notice);
    }

    private void SignalAccess()
    {
        foreach (var (_, onAccess, _) in _handlers.Values)
            onAccess?.Invoke();
    }

    private void SignalSession(Guid? session)
    {
        foreach (var (_, _, onSession) in _handlers.Values)
            onSession?.Invoke(session);
    }

    private sealed class Subscription(SnapshotListener owner) : IDisposable
    {
        public void Dispose() => owner._handlers.TryRemove(this, out _);
    }
}

/// <summary>A dirty signal.</summary>
/// <param name="Cluster">Cluster that changed, or null when any may have (after a reconnection).</param>
/// <param name="Snapshot">Its newest snapshot, or null.</param>
public readonly record struct SnapshotNotice(Guid? Cluster, Guid? Snapshot)
{
    public static readonly SnapshotNotice Everything;
}
