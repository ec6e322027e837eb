using System.Text.Json;
using Npgsql;
using Posture.Model.Federation;
using Posture.Model.Json;
using Posture.Store.Reading;

namespace Posture.Store.Commands;

/// <summary>What the clusters of the fleet have published. For collectors: it knows no scope, and no page may show it.</summary>
public sealed class FleetDigests(NpgsqlDataSource source)
{
    /// <summary>Every registered cluster by name. A digest whose hash is among <paramref name="held"/> is not sent again.</summary>
    public async Task<IReadOnlyList<PublishedDigest>> ReadAsync(IReadOnlyCollection<Guid> held, CancellationToken cancellationToken)
    {
        await using var command = source.CreateCommand(
            """
            select c.id, c.name, c.environment, c.collected_at, d.hash, case when d.hash = any($1) then null else d.doc end
            from clusters c left join cluster_digests d on d.cluster_id = c.id order by c.name
            """);
        command.Parameters.Add(new() { Value = held.ToArray() });
        await using var row = await command.ExecuteReaderAsync(cancellationToken);
        var members = new List<PublishedDigest>();
        while (await row.ReadAsync(cancellationToken))
            members.Add(new(row.GetGuid(0), row.IdOrNull(4),
                new(row.GetString(1), row.GetString(2), row.TimeOrNull(3), row.IsDBNull(5) ? null : Read(row.GetFieldValue<byte[]>(5)))));
        return members;
    }

    /// <summary>A digest of another build that this one cannot read counts as not published: a collector of this build writes it anew.</summary>
    private static ClusterDigest? Read(byte[] doc)
    {
        try
        {
            return JsonSerializer.Deserialize(doc, ModelJson.Default.ClusterDigest);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}

/// <summary>A cluster and what it published.</summary>
/// <param name="ClusterId">Identity in the store.</param>
/// <param name="Hash">Hash of the digest; null when there is none.</param>
/// <param name="Member">The cluster; its digest is null when it was not sent.</param>
public sealed record PublishedDigest(Guid ClusterId, Guid? Hash, FleetMember Member);
