namespace Posture.Store.Commands.Writing;

/// <summary>The row in <c>snapshots</c>.</summary>
internal static class SnapshotRecord
{
    public static Task WriteAsync(
        CommitFrame frame, SnapshotCommit commit, Guid snapshot, ObjectStage objects, FindingStage findings, CancellationToken cancellationToken) =>
        frame.Connection.RunAsync(
            """
            insert into snapshots (id, cluster_id, at, catalogue_version, is_full, objects_opened, objects_closed, findings_opened, findings_closed,
                object_count, state_hash)
            values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
            """,
            [
                snapshot, frame.ClusterId, frame.At, commit.CatalogueVersion, commit.Full, objects.Opened, objects.Closed, findings.Opened, findings.Closed,
                commit.ObjectCount, frame.StateHash,
            ],
            cancellationToken);
}
