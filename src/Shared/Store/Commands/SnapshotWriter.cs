using Npgsql;

namespace Posture.Store.Commands;

/// <summary>Writes snapshots: one transaction each, fenced by the cluster's epoch, followed by NOTIFY <c>posture_snapshot</c>.</summary>
public sealed class SnapshotWriter(NpgsqlDataSource source, TimeProvider time)
{
    /// <summary>
    /// Commits and gives back the id of the cluster's newest snapshot (UUIDv7): a new one when anything changed, otherwise the former one.
    /// May be repeated after a failure: what is already stored writes nothing.
    /// </summary>
    /// <exception cref="FencedException">Another collector owns the cluster.</exception>
    public Task<Guid> CommitAsync(SnapshotCommit commit, CancellationToken cancellationToken) =>
        throw new NotSupportedException(source.ConnectionString + time);
}
