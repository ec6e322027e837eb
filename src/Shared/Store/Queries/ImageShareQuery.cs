using Npgsql;
using NpgsqlTypes;
using Posture.Model.Tenancy;
using Posture.Store.Reading;

namespace Posture.Store.Queries;

/// <summary>How many images of each cluster or namespace are signed by whom; numbers only, so that a manager sees them too.</summary>
public sealed class ImageShareQuery(NpgsqlDataSource source)
{
    /// <summary>Shares of clusters, by name; one without images is not there.</summary>
    /// <param name="scope">What the person may see.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public Task<IReadOnlyList<ImageShare>> ClustersAsync(ViewScope scope, CancellationToken cancellationToken) => ReadAsync(scope, "null::text", null, cancellationToken);

    /// <summary>Shares of the namespaces of a cluster, by name.</summary>
    /// <param name="scope">What the person may see.</param>
    /// <param name="cluster">Cluster.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public Task<IReadOnlyList<ImageShare>> NamespacesAsync(ViewScope scope, string cluster, CancellationToken cancellationToken) => ReadAsync(scope, "u.namespace", cluster, cancellationToken);

    private async Task<IReadOnlyList<ImageShare>> ReadAsync(ViewScope scope, string place, string? cluster, CancellationToken cancellationToken)
    {
        await using var snapshot = await ReadSnapshot.OpenAsync(source, scope, cancellationToken);
        await using var command = snapshot.Scoped(
            $"""
            with used as (
                select c.name as cluster, {place} as place, {ImageRank.State("max(u.rank)")}::int as state from image_uses u join clusters c on c.id = u.cluster_id
                where u.last_seen is null and {ScopedCommand.Sees(scope, "u.namespace")} and $4::timestamptz is null and ($5::text is null or c.name = $5) group by 1, 2, u.image)
            select u.cluster, u.place, u.state, count(*)::int from used u group by 1, 2, 3 order by 1, 2
            """, null, cluster);
        command.Parameters[4].NpgsqlDbType = NpgsqlDbType.Text;
        await using var row = await command.ExecuteReaderAsync(cancellationToken);
        var shares = new List<ImageShare>();
        while (await row.ReadAsync(cancellationToken))
        {
            var (name, at) = (row.GetString(0), row.TextOrNull(1));
            if (shares is not [.., var last] || last.Cluster != name || last.Namespace != at)
                shares.Add(last = new(name, at, new Dictionary<string, int>(StringComparer.Ordinal)));
            ((Dictionary<string, int>)last.States)[ImageRank.States[row.GetInt32(2)]] = row.GetInt32(3);
        }
        return shares;
    }
}
