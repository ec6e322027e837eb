using Posture.Model.Inventory;

namespace Posture.Store.Commands.Writing;

/// <summary>
/// The namespaces of a commit and, when one is new or was made anew, whose they are. A namespace stays known when it is gone: its name must not pass to the next
/// that bears it (F-36). Where Namespace objects could not be read, what the scores name counts, without an identity.
/// </summary>
internal static class NamespaceStage
{
    public static async Task WriteAsync(CommitFrame frame, SnapshotCommit commit, CancellationToken cancellationToken)
    {
        var known = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var row in commit.Scores)
            if (row.Namespace is { Length: > 0 } name)
                known[PgText.Name(name)] = "";
        foreach (var item in commit.Put)
            if (item is Namespace)
                known[PgText.Name(item.Name)] = PgText.Name(item.Metadata.Uid ?? "");
        if (known.Count == 0)
            return;
        var changed = await frame.Connection.RunAsync(
            """
            insert into namespaces as n (cluster_id, name, uid, since) select $1, names.*, $4 from unnest($2::text[], $3::text[]) names
            on conflict (cluster_id, name) do update set uid = excluded.uid, since = excluded.since where excluded.uid <> '' and n.uid <> excluded.uid
            """,
            [frame.ClusterId, known.Keys.ToArray(), known.Values.ToArray(), frame.At], cancellationToken);
        if (changed > 0)
            await frame.Connection.RunAsync("select tenancy.expand_tenants(null, $1)", [frame.ClusterId], cancellationToken);
    }
}
