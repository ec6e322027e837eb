using Npgsql;
using Posture.Model.Inventory;
using Posture.Model.Tenancy;
using Posture.Store.Reading;

namespace Posture.Store.Queries;

/// <summary>Stored documents of objects.</summary>
public sealed class ObjectQuery(NpgsqlDataSource source)
{
    /// <summary>The slim document of an object as JSON, or null when there was none or it is not visible. The version of its API group does not matter.</summary>
    public async Task<string?> GetAsync(ViewScope scope, string cluster, ObjectRef item, DateTimeOffset? at, CancellationToken cancellationToken)
    {
        // Rows of a Namespace object carry its own name, so that whoever may see the namespace may see it.
        var ns = item is { Kind: "Namespace", Group: "" } ? item.Name : item.Namespace;
        await using var snapshot = await ReadSnapshot.OpenAsync(source, scope, cancellationToken);
        await using var command = snapshot.Scoped(
            $"""
            select o.doc::text from objects o join clusters c on c.id = o.cluster_id
            where c.name = $5 and o.kind = $6 and o.namespace = $7 and o.name = $8
                and case when position('/' in o.api_version) > 0 then split_part(o.api_version, '/', 1) else '' end = $9
                and {ScopedCommand.Valid("o")} and {ScopedCommand.Sees(scope, "o.namespace")}
            """, at, cluster, item.Kind, ns, item.Name, item.Group);
        return await command.ExecuteScalarAsync(cancellationToken) as string;
    }
}
