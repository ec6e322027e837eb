using System.Text.Json;
using Npgsql;
using Posture.Model.Inventory;

namespace Posture.Store.Commands;

/// <summary>The objects of a cluster as they were stored last: what a collector falls back on for what its source cannot give now.</summary>
public sealed class StoredObjects(NpgsqlDataSource source)
{
    /// <summary>Every current object. One whose document this build cannot read is left out.</summary>
    /// <param name="clusterId">Cluster.</param>
    /// <param name="kind">Only of this kind; null for all.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public async Task<IReadOnlyList<KubeObject>> ReadAsync(Guid clusterId, string? kind, CancellationToken cancellationToken)
    {
        await using var command = source.CreateCommand("select api_version, kind, doc::text from objects where cluster_id = $1 and valid_to is null and ($2::text is null or kind = $2)");
        command.Parameters.Add(new() { Value = clusterId });
        command.Parameters.Add(new() { Value = (object?)kind ?? DBNull.Value, NpgsqlDbType = NpgsqlTypes.NpgsqlDbType.Text });
        await using var row = await command.ExecuteReaderAsync(cancellationToken);
        var items = new List<KubeObject>();
        while (await row.ReadAsync(cancellationToken))
            if (Read(new ObjectRef(row.GetString(0), row.GetString(1), "", "").Group, row.GetString(1), row.GetString(2)) is { } item)
                items.Add(item);
        return items;
    }

    private static KubeObject? Read(string group, string kind, string doc)
    {
        try
        {
            return KnownKinds.Find(group, kind) is { } known ? JsonSerializer.Deserialize(doc, known.Record) as KubeObject : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
