using System.Collections.Concurrent;
using Npgsql;
using Posture.Store.Commands.Writing;

namespace Posture.Store.Commands;

/// <summary>
/// Writes snapshots: one transaction each, fenced by the cluster's epoch, followed by NOTIFY <c>posture_snapshot</c> with "cluster snapshot".
/// New rows are copied first and former rows closed after that; the epoch is checked last, so a writer that stands still holds no lock that keeps the next
/// owner from working.
/// </summary>
public sealed class SnapshotWriter(NpgsqlDataSource source, TimeProvider time)
{
    /// <summary>Channel of NOTIFY.</summary>
    internal const string Channel = "posture_snapshot";

    private const int Attempts = 4;

    // One entry a month of work; bounded by how long the process lives.
    private readonly ConcurrentDictionary<(int Year, int Month), bool> _partitions = new();

    /// <summary>
    /// Commits and gives back the id of the cluster's newest snapshot (UUIDv7): a new one when anything changed, otherwise the former one.
    /// May be repeated after a failure: what is already stored writes nothing.
    /// </summary>
    /// <exception cref="FencedException">Another collector owns the cluster.</exception>
    public async Task<Guid> CommitAsync(SnapshotCommit commit, CancellationToken cancellationToken)
    {
        await EnsurePartitionsAsync(commit.At, cancellationToken);
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await CommitOnceAsync(commit, cancellationToken);
            }
            catch (PostgresException error) when (attempt < Attempts
                && error.SqlState is PostgresErrorCodes.SerializationFailure or PostgresErrorCodes.DeadlockDetected)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(attempt * Random.Shared.Next(20, 200)), time, cancellationToken);
            }
        }
    }

    private async Task<Guid> CommitOnceAsync(SnapshotCommit commit, CancellationToken cancellationToken)
    {
        await using var connection = await source.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        // Serialising a large cluster between two statements takes seconds; a stopped process must still let go.
        await connection.RunAsync("set local idle_in_transaction_session_timeout = '60s'", [], cancellationToken);
        var head = await ClusterHead.ReadAsync(connection, commit, cancellationToken);
        var frame = new CommitFrame(connection, commit.ClusterId, head.After(commit.At), commit.Full) { StateHash = head.StateHash };

        var objects = new ObjectStage(frame);
        var findings = new FindingStage(frame);
        var scores = new ScoreStage(frame);
        var coverage = new CoverageStage(frame);
        var images = new ImageStage(frame);
        await objects.StageAsync(commit.Put, commit.Removed, commit.Kept, cancellationToken);
        await findings.StageAsync(commit.Changed, commit.RemovedFindings, cancellationToken);
        await scores.StageAsync(commit.Scores, cancellationToken);
        await objects.CloseAsync(cancellationToken);
        await findings.CloseAsync(cancellationToken);
        await scores.CloseAsync(cancellationToken);
        await coverage.WriteAsync(commit.Coverage, cancellationToken);
        await images.WriteAsync(commit.Images, cancellationToken);
        await ImageFactsStage.WriteAsync(frame, commit, cancellationToken);
        await ImageScanStage.WriteAsync(frame, commit, cancellationToken);

        var changed = objects.Rows + findings.Rows + scores.Rows + coverage.Rows + images.Rows > 0;
        var snapshot = changed || head.LastSnapshot is null ? Guid.CreateVersion7(frame.At) : head.LastSnapshot.Value;
        await head.AdvanceAsync(frame, commit, snapshot, cancellationToken);
        await NamespaceStage.WriteAsync(frame, commit, cancellationToken);
        await DigestStage.WriteAsync(frame, commit.Digest, cancellationToken);
        if (snapshot != head.LastSnapshot)
            await SnapshotRecord.WriteAsync(frame, commit, snapshot, objects, findings, cancellationToken);
        await connection.RunAsync("select pg_notify($1, $2)", [Channel, $"{commit.ClusterId} {snapshot}"], cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return snapshot;
    }

    private async Task EnsurePartitionsAsync(DateTimeOffset at, CancellationToken cancellationToken)
    {
        var utc = at.ToUniversalTime();
        if (_partitions.ContainsKey((utc.Year, utc.Month)))
            return;
        await using var connection = await source.OpenConnectionAsync(cancellationToken);
        await connection.RunAsync("select ensure_partitions($1)", [utc], cancellationToken);
        _partitions[(utc.Year, utc.Month)] = true;
    }
}
