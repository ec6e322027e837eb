using Npgsql;
using Posture.Store.Reading;

namespace Posture.Store.Commands.Writing;

/// <summary>A cluster's row as the commit found it; it may move on only from there.</summary>
internal sealed record ClusterHead(DateTimeOffset? CollectedAt, Guid? LastSnapshot, Guid StateHash)
{
    public static async Task<ClusterHead> ReadAsync(NpgsqlConnection connection, SnapshotCommit commit, CancellationToken cancellationToken)
    {
        await using var command = connection.Statement(
            "select collected_at, last_snapshot, state_hash from clusters where id = $1 and epoch = $2", commit.ClusterId, commit.Epoch);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        if (!await reader.ReadAsync(cancellationToken))
            throw new FencedException(commit.ClusterId, commit.Epoch);
        return new(reader.TimeOrNull(0), reader.IdOrNull(1), reader.GetGuid(2));
    }

    /// <summary>The commit's time in whole microseconds (what the database keeps), moved past the former snapshot's.</summary>
    public DateTimeOffset After(DateTimeOffset at)
    {
        var ticks = at.UtcTicks - (at.UtcTicks % TimeSpan.TicksPerMicrosecond);
        if (CollectedAt is { } former && ticks <= former.UtcTicks)
            ticks = former.UtcTicks + TimeSpan.TicksPerMicrosecond;
        return new(ticks, TimeSpan.Zero);
    }

    /// <summary>The fence: nothing is committed unless the epoch is still the writer's and no other commit came between.</summary>
    public async Task AdvanceAsync(CommitFrame frame, SnapshotCommit commit, Guid snapshot, CancellationToken cancellationToken)
    {
        var rows = await frame.Connection.RunAsync(
            """
            update clusters set collected_at = $3, first_at = coalesce(first_at, $3), last_snapshot = $4, state_hash = $5, object_count = $6,
                server_version = coalesce($7::text, server_version)
            where id = $1 and epoch = $2 and collected_at is not distinct from $8::timestamptz
            """,
            [commit.ClusterId, commit.Epoch, frame.At, snapshot, frame.StateHash, commit.ObjectCount, commit.ServerVersion is { } version ? PgText.Name(version) : null, CollectedAt],
            cancellationToken);
        if (rows == 0)
            throw new FencedException(commit.ClusterId, commit.Epoch);
    }
}
