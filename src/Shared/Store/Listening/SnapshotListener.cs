using Npgsql;

namespace Posture.Store.Listening;

/// <summary>Says which cluster has a newer snapshot. Carries no data: views re-query.</summary>
public sealed class SnapshotListener(NpgsqlDataSource source, TimeProvider time)
{
    /// <summary>Calls the handler for each signal, on the listener's own thread: return at once and do not throw. Dispose to end it.</summary>
    public IDisposable Subscribe(Action<SnapshotNotice> handler) => throw new NotSupportedException(source.ConnectionString + time + handler.Method.Name);

    /// <summary>Listens until cancelled, reconnecting with back-off (0.5–15 s). Each (re)connection signals <see cref="SnapshotNotice.Everything"/>.</summary>
    public Task RunAsync(CancellationToken cancellationToken) => throw new NotSupportedException();
}

/// <summary>A dirty signal.</summary>
/// <param name="Cluster">Cluster that changed, or null when any may have (after a reconnection).</param>
/// <param name="Snapshot">Its newest snapshot, or null.</param>
public readonly record struct SnapshotNotice(Guid? Cluster, Guid? Snapshot)
{
    public static readonly SnapshotNotice Everything;
}
