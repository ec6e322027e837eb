using System.Text.Json;
using Posture.Model.Federation;
using Posture.Model.Json;

namespace Posture.Store.Commands.Writing;

/// <summary>Publishes the digest of a commit; one that is equal to the stored one writes no row.</summary>
internal static class DigestStage
{
    public static async Task WriteAsync(CommitFrame frame, ClusterDigest? digest, CancellationToken cancellationToken)
    {
        if (digest is null)
            return;
        var doc = JsonSerializer.SerializeToUtf8Bytes(digest, ModelJson.Default.ClusterDigest);
        await frame.Connection.RunAsync(
            """
            insert into cluster_digests as d (cluster_id, hash, at, doc) values ($1, $2, $3, $4)
            on conflict (cluster_id) do update set hash = excluded.hash, at = excluded.at, doc = excluded.doc where d.hash <> excluded.hash
            """,
            [frame.ClusterId, SlimJson.Hash(doc), frame.At, doc], cancellationToken);
    }
}
