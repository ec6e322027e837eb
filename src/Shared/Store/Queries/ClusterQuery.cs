using Npgsql;
using Posture.Model.Coverage;
using Posture.Model.Scoring;
using Posture.Model.Tenancy;
using Posture.Model.Verdicts;
using Posture.Store.Commands;
using Posture.Store.Reading;

namespace Posture.Store.Queries;

/// <summary>Clusters, their scores, coverage and namespaces.</summary>
public sealed class ClusterQuery(NpgsqlDataSource source)
{
    /// <summary>Visible clusters by name. A tenant's object count is that of its own namespaces.</summary>
    public async Task<IReadOnlyList<Cluster>> ListAsync(ViewScope scope, CancellationToken cancellationToken)
    {
        await using var snapshot = await ReadSnapshot.OpenAsync(source, scope, cancellationToken);
        return await ListAsync(snapshot, scope, cancellationToken);
    }

    internal static async Task<IReadOnlyList<Cluster>> ListAsync(ReadSnapshot snapshot, ViewScope scope, CancellationToken cancellationToken)
    {
        await using var command = snapshot.Scoped(
            $"""
            select {ClusterRegistry.Columns},
                case when $1::boolean then c.object_count
                    else (select count(*)::int from objects o where o.cluster_id = c.id and o.valid_to is null and {ScopedCommand.Sees(scope, "o.namespace")}) end
            from clusters c where {ScopedCommand.SeesCluster} and ($4::timestamptz is null or c.first_at <= $4) order by c.name
            """, null);
        await using var row = await command.ExecuteReaderAsync(cancellationToken);
        var clusters = new List<Cluster>();
        while (await row.ReadAsync(cancellationToken))
            clusters.Add(ClusterRegistry.Map(row) with { ObjectCount = row.GetInt32(11) });
        return clusters;
    }

    /// <summary>A cluster, or null when there is none or it is not visible.</summary>
    public async Task<Cluster?> FindAsync(ViewScope scope, string name, CancellationToken cancellationToken) =>
        (await ListAsync(scope, cancellationToken)).FirstOrDefault(cluster => cluster.Name == name);

    /// <summary>Scores of the cluster; null when nothing is scored and for a tenant's scope (compute from <see cref="TallyQuery"/>).</summary>
    public async Task<ScoreSet?> ScoresAsync(ViewScope scope, string name, DateTimeOffset? at, CancellationToken cancellationToken)
    {
        if (!scope.IsWhole)
            return null;
        await using var snapshot = await ReadSnapshot.OpenAsync(source, scope, cancellationToken);
        var sets = await SetsAsync(snapshot, scope, name, whole: true, at, cancellationToken);
        return sets.TryGetValue((name, ""), out var set) ? set : null;
    }

    /// <summary>Coverage by kind. A tenant sees which kinds could be read, not how many objects of others there are.</summary>
    public async Task<IReadOnlyList<KindCoverage>> CoverageAsync(ViewScope scope, string name, DateTimeOffset? at, CancellationToken cancellationToken)
    {
        await using var snapshot = await ReadSnapshot.OpenAsync(source, scope, cancellationToken);
        await using var command = snapshot.Scoped(
            $"""
            select k.api_group, k.kind, k.state, k.reason, k.confirmed_at, case when $1::boolean then k.count else 0 end
            from coverage k join clusters c on c.id = k.cluster_id
            where c.name = $5 and {ScopedCommand.SeesCluster} and {ScopedCommand.Valid("k")} order by k.api_group, k.kind
            """, at, name);
        await using var row = await command.ExecuteReaderAsync(cancellationToken);
        var kinds = new List<KindCoverage>();
        while (await row.ReadAsync(cancellationToken))
            kinds.Add(CoverageFields.Read(row, 0));
        return kinds;
    }

    /// <summary>Visible namespaces of one cluster, or of all when null, with their scores.</summary>
    public async Task<IReadOnlyList<NamespaceRow>> NamespacesAsync(ViewScope scope, string? name, DateTimeOffset? at, CancellationToken cancellationToken)
    {
        await using var snapshot = await ReadSnapshot.OpenAsync(source, scope, cancellationToken);
        var open = await OpenCounts.ByNamespaceAsync(snapshot, scope, name, at, cancellationToken);
        return
        [
            .. (await SetsAsync(snapshot, scope, name, whole: false, at, cancellationToken))
                .OrderBy(pair => pair.Key.Cluster, StringComparer.Ordinal).ThenBy(pair => pair.Key.Namespace, StringComparer.Ordinal)
                .Select(pair => new NamespaceRow(pair.Key.Cluster, pair.Key.Namespace, pair.Value, open.GetValueOrDefault(pair.Key))),
        ];
    }

    /// <summary>Snapshots, newest first.</summary>
    public async Task<Page<SnapshotRow>> SnapshotsAsync(ViewScope scope, string name, int page, int size, CancellationToken cancellationToken)
    {
        size = Math.Clamp(size, 1, FindingsQuery.MaxSize);
        await using var snapshot = await ReadSnapshot.OpenAsync(source, scope, cancellationToken);
        await using var command = snapshot.Scoped(
            $"""
            with visible as (
                select s.* from snapshots s join clusters c on c.id = s.cluster_id where c.name = $5 and {ScopedCommand.SeesCluster} and $4::timestamptz is null),
            page as (select * from visible order by at desc limit $6 offset $7)
            select s.id, s.at, s.catalogue_version, s.is_full, s.objects_opened, s.objects_closed, s.findings_opened, s.findings_closed, s.object_count, s.state_hash,
                whole.total
            from (select count(*) as total from visible) whole left join page s on true order by s.at desc
            """, null, name, size, (long)(Math.Max(page, 1) - 1) * size);
        await using var row = await command.ExecuteReaderAsync(cancellationToken);
        var (rows, total) = (new List<SnapshotRow>(), 0L);
        while (await row.ReadAsync(cancellationToken))
        {
            total = row.GetInt64(10);
            if (row.IsDBNull(0))
                break; // past the last page there is the total alone
            var counts = scope.IsWhole
                ? new SnapshotCounts(row.GetInt32(4), row.GetInt32(5), row.GetInt32(6), row.GetInt32(7), row.GetInt32(8), row.GetGuid(9).ToString("N"))
                : null;
            rows.Add(new(row.GetGuid(0), name, row.Time(1), row.GetString(2), row.GetBoolean(3), counts));
        }
        return new(rows, total, total);
    }

    internal static async Task<Dictionary<(string Cluster, string Namespace), ScoreSet>> SetsAsync(
        ReadSnapshot snapshot, ViewScope scope, string? name, bool whole, DateTimeOffset? at, CancellationToken cancellationToken)
    {
        await using var command = snapshot.Scoped(
            $"""
            select c.name, s.namespace, s.layer, {ScoreFields.Columns} from scores s join clusters c on c.id = s.cluster_id
            where ($5::text is null or c.name = $5) and s.whole = $6 and {ScopedCommand.Valid("s")} and {ScopedCommand.Sees(scope, "s.namespace")}
            """, at, name, whole);
        command.Parameters[4].NpgsqlDbType = NpgsqlTypes.NpgsqlDbType.Text;
        await using var row = await command.ExecuteReaderAsync(cancellationToken);
        var scopes = new Dictionary<(string, string), Score>();
        var layers = new Dictionary<(string, string), Dictionary<Layer, Score>>();
        while (await row.ReadAsync(cancellationToken))
        {
            var key = (row.GetString(0), row.GetString(1));
            var score = ScoreFields.Read(row, 3);
            layers.TryAdd(key, []);
            if (row.GetInt16(2) is var layer and > 0)
                layers[key][(Layer)layer] = score;
            else
                scopes[key] = score;
        }
        return layers.ToDictionary(pair => pair.Key, pair => new ScoreSet(
            scopes.GetValueOrDefault(pair.Key, Score.None),
            Enum.GetValues<Layer>().ToDictionary(layer => layer, layer => pair.Value.GetValueOrDefault(layer, Score.None))));
    }
}
