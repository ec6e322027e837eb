using Npgsql;
using Posture.Model.Coverage;
using Posture.Model.Tenancy;
using Posture.Model.Verdicts;
using Posture.Store.Reading;

namespace Posture.Store.Queries;

/// <summary>The fleet page: clusters, scores and open findings.</summary>
public sealed class FleetQuery(NpgsqlDataSource source)
{
    /// <summary>The fleet.</summary>
    /// <param name="scope">What the person may see.</param>
    /// <param name="at">Time to look at; null for now.</param>
    /// <param name="before">Time to compare with, for example seven days earlier.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public async Task<FleetView> GetAsync(ViewScope scope, DateTimeOffset? at, DateTimeOffset before, CancellationToken cancellationToken)
    {
        await using var snapshot = await ReadSnapshot.OpenAsync(source, scope, cancellationToken);
        var open = await OpenAsync(snapshot, scope, at, cancellationToken);
        var turned = await TurnedAsync(snapshot, scope, at, before, cancellationToken);
        var scores = await ScoresAsync(snapshot, scope, at, cancellationToken);
        var former = await ScoresAsync(snapshot, scope, before, cancellationToken);
        var kinds = await KindsAsync(snapshot, scope, at, cancellationToken);
        var rows = new List<FleetCluster>();
        foreach (var cluster in await ClusterQuery.ListAsync(snapshot, scope, cancellationToken))
        {
            var (read, unread) = kinds.GetValueOrDefault(cluster.Name);
            rows.Add(new(
                cluster, scores.GetValueOrDefault((cluster.Name, "")), former.GetValueOrDefault((cluster.Name, "")), open.GetValueOrDefault(cluster.Name),
                turned.GetValueOrDefault(cluster.Name).New, turned.GetValueOrDefault(cluster.Name).Resolved, read, unread));
        }
        return new(at, before, rows, rows.Aggregate(default(SeverityCounts), (sum, row) => sum + row.Open), rows.Sum(row => row.New), rows.Sum(row => row.Resolved));
    }

    /// <summary>Whole clusters' scores; a tenant sees a part only.</summary>
    private static async Task<Dictionary<(string Cluster, string Namespace), ScoreSet>> ScoresAsync(
        ReadSnapshot snapshot, ViewScope scope, DateTimeOffset? at, CancellationToken cancellationToken) =>
        scope.IsWhole ? await ClusterQuery.SetsAsync(snapshot, scope, null, whole: true, at, cancellationToken) : [];

    private static async Task<Dictionary<string, (int Read, int Unread)>> KindsAsync(
        ReadSnapshot snapshot, ViewScope scope, DateTimeOffset? at, CancellationToken cancellationToken)
    {
        var readable = $"k.state in ({(int)CoverageState.Read}, {(int)CoverageState.NotServed})";
        await using var command = snapshot.Scoped(
            $"""
            select c.name, count(*) filter (where {readable})::int, count(*) filter (where not {readable})::int
            from coverage k join clusters c on c.id = k.cluster_id where {ScopedCommand.SeesCluster} and {ScopedCommand.Valid("k")} group by 1
            """, at);
        await using var row = await command.ExecuteReaderAsync(cancellationToken);
        var kinds = new Dictionary<string, (int, int)>(StringComparer.Ordinal);
        while (await row.ReadAsync(cancellationToken))
            kinds[row.GetString(0)] = (row.GetInt32(1), row.GetInt32(2));
        return kinds;
    }

    /// <summary>Failing now and not at the former time, and the other way round. Nothing is new in the first snapshot of a cluster.</summary>
    private static async Task<Dictionary<string, (int New, int Resolved)>> TurnedAsync(
        ReadSnapshot snapshot, ViewScope scope, DateTimeOffset? at, DateTimeOffset before, CancellationToken cancellationToken)
    {
        const string Former = "f.valid_from <= $5 and (f.valid_to is null or f.valid_to > $5)";
        await using var command = snapshot.Scoped(
            $"""
            with failing as (
                select c.name as cluster, f.fingerprint, bool_or({ScopedCommand.Valid("f")}) as present, bool_or({Former}) as past
                from findings f join clusters c on c.id = f.cluster_id
                where f.verdict = {(int)Verdict.Fail} and not f.system and ({ScopedCommand.Valid("f")} or {Former}) and {ScopedCommand.Sees(scope, "f.namespace")}
                group by c.name, f.fingerprint)
            select t.cluster, count(*) filter (where t.present and not t.past and c.first_at <= $5)::int, count(*) filter (where t.past and not t.present)::int
            from failing t join clusters c on c.name = t.cluster group by 1
            """, at, before.ToUniversalTime());
        await using var row = await command.ExecuteReaderAsync(cancellationToken);
        var turned = new Dictionary<string, (int, int)>(StringComparer.Ordinal);
        while (await row.ReadAsync(cancellationToken))
            turned[row.GetString(0)] = (row.GetInt32(1), row.GetInt32(2));
        return turned;
    }

    private static async Task<Dictionary<string, SeverityCounts>> OpenAsync(ReadSnapshot snapshot, ViewScope scope, DateTimeOffset? at, CancellationToken cancellationToken)
    {
        var open = new Dictionary<string, SeverityCounts>(StringComparer.Ordinal);
        foreach (var (key, counts) in await OpenCounts.ByNamespaceAsync(snapshot, scope, null, at, cancellationToken))
            open[key.Cluster] = open.GetValueOrDefault(key.Cluster) + counts;
        return open;
    }
}
