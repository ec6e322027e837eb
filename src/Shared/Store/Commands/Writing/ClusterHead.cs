using Npgsql;
using Posture.Store.Reading;

namespace Posture.Store.Commands.Writing;

/// <summary>A cluster's row as the commit found it; it may move on only from there.</summary>
/// <param name="CollectedAt">When the state was last confirmed.</param>
/// <param name="SnapshotAt">Time of the newest snapshot; later than the confirmation when another cluster caused it.</param>
/// <param name="LastSnapshot">The newest snapshot.</param>
/// <param name="StateHash">Hash of what is stored.</param>
internal sealed record ClusterHead(DateTimeOffset? CollectedAt, DateTimeOffset? SnapshotAt, Guid? LastSnapshot, Guid StateHash)
{
    public static async Task<ClusterHead> ReadAsync(NpgsqlConnection connection, SnapshotCommit commit, CancellationToken cancellationToken)
    {
        await using var command = connection.Statement(
            """
            select c.collected_at, s.at, c.last_snapshot, c.state_hash from clusters c left join snapshots s on s.id = c.last_snapshot
            where c.id = $1 and c.epoch = $2
            """,
            commit.ClusterId, commit.Epoch);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        if (!await reader.ReadAsync(cancellationToken))
            throw new FencedException(commit.ClusterId, commit.Epoch);
        return new(reader.TimeOrNull(0), reader.TimeOrNull(1), reader.IdOrNull(2), reader.GetGuid(3));
    }

    /// <summary>The commit's time in whole microseconds (what the database keeps), moved past the former snapshot's.</summary>
    public DateTimeOffset After(DateTimeOffset at)
    {
        var ticks = at.UtcTicks - (at.UtcTicks % TimeSpan.TicksPerMicrosecond);
        foreach (var former in new[] { CollectedAt, SnapshotAt })
            if (ticks <= former?.UtcTicks)
                ticks = former.Value.UtcTicks + TimeSpan.TicksPerMicrosecond;
        return new(ticks, TimeSpan.Zero);
    }

    /// <summary>The fence: nothing is committed unless the epoch is still the writer's and no other commit came between.</summary>
    public async Task AdvanceAsync(CommitFrame frame, SnapshotCommit commit, Guid snapshot, CancellationToken cancellationToken)
    {
        var rows = await frame.Connection.RunAsync(
            """
            update clusters set collected_at = case when $9::boolean or collected_at is null then $3 else collected_at end,
                first_at = coalesce(first_at, $3), last_snapshot = $4, state_hash = $5, object_count = $6,
                server_version = coalesce($7::text, server_version)
            where id = $1 and epoch = $2 and collected_at is not distinct from $8::timestamptz and last_snapshot is not distinct from $10::uuid
            """,
            [
                commit.ClusterId, commit.Epoch, frame.At, snapshot, frame.StateHash, commit.ObjectCount, commit.ServerVersion is { } version ? PgText.Name(version) : null, CollectedAt,
                commit.Confirms, LastSnapshot,
            ],
            cancellationToken);
        if (rows == 0)
            throw new FencedException(commit.ClusterId, commit.Epoch);
    }
}
