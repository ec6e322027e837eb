using Npgsql;
using Posture.Store.Reading;

namespace Posture.Store.Commands;

/// <summary>The list of clusters, and whose turn it is to write each.</summary>
public sealed class ClusterRegistry(NpgsqlDataSource source)
{
    internal const string Columns =
        "c.id, c.name, c.display_name, c.environment, c.source, c.server_version, c.epoch, c.last_snapshot, c.first_at, c.collected_at, c.object_count";

    /// <summary>Registers a cluster, or updates display name, environment and source of the one with this name.</summary>
    /// <param name="name">Slug: 1–100 of a–z, 0–9 and '-', '.', '_', beginning and ending with a letter or digit.</param>
    /// <param name="displayName">Name for people.</param>
    /// <param name="environment">For example production.</param>
    /// <param name="origin">Where its objects come from.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public async Task<Cluster> EnsureAsync(string name, string displayName, string environment, string origin, CancellationToken cancellationToken)
    {
        if (!IsSlug(name))
            throw new ArgumentException("a cluster's name is 1 to 100 of a-z, 0-9, '-', '.' and '_', with a letter or digit at both ends", nameof(name));
        await using var command = source.CreateCommand($"""
            insert into clusters as c (id, name, display_name, environment, source, epoch, object_count, state_hash)
            values ($1, $2, $3, $4, $5, 0, 0, '00000000-0000-0000-0000-000000000000')
            on conflict (name) do update set display_name = excluded.display_name, environment = excluded.environment, source = excluded.source
            returning {Columns}
            """);
        foreach (var value in new object[] { Guid.CreateVersion7(), name, PgText.Clean(displayName), PgText.Clean(environment), PgText.Clean(origin) })
            command.Parameters.Add(new() { Value = value });
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        await reader.ReadAsync(cancellationToken);
        return Map(reader);
    }

    /// <summary>All clusters, by name. For collectors and administration: pages use <c>ClusterQuery</c>, which takes a scope.</summary>
    public async Task<IReadOnlyList<Cluster>> ListAsync(CancellationToken cancellationToken)
    {
        await using var command = source.CreateCommand($"select {Columns} from clusters c order by c.name");
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var clusters = new List<Cluster>();
        while (await reader.ReadAsync(cancellationToken))
            clusters.Add(Map(reader));
        return clusters;
    }

    /// <summary>Takes ownership: the epoch given back is the only one that can write from now on.</summary>
    public async Task<long> TakeEpochAsync(Guid clusterId, CancellationToken cancellationToken)
    {
        await using var command = source.CreateCommand("update clusters set epoch = epoch + 1 where id = $1 returning epoch");
        command.Parameters.Add(new() { Value = clusterId });
        return await command.ExecuteScalarAsync(cancellationToken) as long? ?? throw new UnknownClusterException(clusterId);
    }

    /// <summary>Takes ownership only where the present owner has been silent for <paramref name="silence"/>; null where it has not, or the cluster is gone.</summary>
    public async Task<long?> TakeEpochFromSilentAsync(Guid clusterId, TimeSpan silence, CancellationToken cancellationToken)
    {
        await using var command = source.CreateCommand("update clusters set epoch = epoch + 1 where id = $1 and collected_at < now() - $2 returning epoch");
        command.Parameters.Add(new() { Value = clusterId });
        command.Parameters.Add(new() { Value = silence });
        return await command.ExecuteScalarAsync(cancellationToken) as long?;
    }

    /// <summary>Removes a cluster with everything recorded of it (P-08). A writer that is in the middle of a commit is fenced.</summary>
    public async Task RemoveAsync(Guid clusterId, CancellationToken cancellationToken)
    {
        await using var connection = await source.OpenConnectionAsync(cancellationToken);
        await using var batch = new NpgsqlBatch(connection) { Timeout = 600 };
        // The row goes first: a commit that comes later finds no epoch to match, one that came before is visible to the deletes that follow.
        foreach (var table in new[] { "clusters where id", "findings where cluster_id", "objects where cluster_id", "scores where cluster_id" })
            batch.BatchCommands.Add(new($"delete from {table} = $1") { Parameters = { new() { Value = clusterId } } });
        await batch.ExecuteNonQueryAsync(cancellationToken);
    }

    internal static Cluster Map(NpgsqlDataReader row) => new(
        row.GetGuid(0), row.GetString(1), row.GetString(2), row.GetString(3), row.GetString(4), row.TextOrNull(5), row.GetInt64(6),
        row.IdOrNull(7), row.TimeOrNull(8), row.TimeOrNull(9), row.GetInt32(10));

    private static bool IsSlug(string name) =>
        name.Length is > 0 and <= 100 && char.IsAsciiLetterOrDigit(name[0]) && char.IsAsciiLetterOrDigit(name[^1])
        && name.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c is '-' or '.' or '_');
}
