using Npgsql;
using Posture.Model.Tenancy;
using Posture.Model.Verdicts;
using Posture.Store.Reading;

namespace Posture.Store.Queries;

/// <summary>The fleet page: clusters, scores and open findings.</summary>
public sealed class FleetQuery(NpgsqlDataSource source, ClusterQuery clusters)
{
    /// <summary>The fleet.</summary>
    /// <param name="scope">What the person may see.</param>
    /// <param name="at">Time to look at; null for now.</param>
    /// <param name="before">Time to compare with, for example seven days earlier.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public async Task<FleetView> GetAsync(ViewScope scope, DateTimeOffset? at, DateTimeOffset before, CancellationToken cancellationToken)
    {
        var open = await OpenAsync(scope, at, cancellationToken);
        var turned = await TurnedAsync(scope, at, before, cancellationToken);
        var rows = new List<FleetCluster>();
        foreach (var cluster in await clusters.ListAsync(scope, cancellationToken))
        {
            var scores = await clusters.ScoresAsync(scope, cluster.Name, at, cancellationToken);
            var former = await clusters.ScoresAsync(scope, cluster.Name, before, cancellationToken);
            var coverage = await clusters.CoverageAsync(scope, cluster.Name, at, cancellationToken);
            var read = coverage.Count(kind => kind.State is Model.Coverage.CoverageState.Read or Model.Coverage.CoverageState.NotServed);
            rows.Add(new(cluster, scores, former, open.GetValueOrDefault(cluster.Name), turned.GetValueOrDefault(cluster.Name).New,
                turned.GetValueOrDefault(cluster.Name).Resolved, read, coverage.Count - read));
        }
        return new(at, before, rows, rows.Aggregate(default(SeverityCounts), (sum, row) => sum + row.Open), rows.Sum(row => row.New), rows.Sum(row => row.Resolved));
    }

    /// <summary>Failing now and not at the former time, and the other way round. Nothing is new in the first snapshot of a cluster.</summary>
    private async Task<Dictionary<string, (int New, int Resolved)>> TurnedAsync(
        ViewScope scope, DateTimeOffset? at, DateTimeOffset before, CancellationToken cancellationToken)
    {
        const string Former = "f.valid_from <= $5 and (f.valid_to is null or f.valid_to > $5)";
        await using var command = source.Scoped(
            $"""
            with failing as (
                select c.name as cluster, f.fingerprint, bool_or({ScopedCommand.Valid("f")}) as present, bool_or({Former}) as past
                from findings f join clusters c on c.id = f.cluster_id
                where f.verdict = {(int)Verdict.Fail} and not f.system and ({ScopedCommand.Valid("f")} or {Former}) and {ScopedCommand.Sees("f.namespace")}
                group by c.name, f.fingerprint)
            select t.cluster, count(*) filter (where t.present and not t.past and c.first_at <= $5)::int, count(*) filter (where t.past and not t.present)::int
            from failing t join clusters c on c.name = t.cluster group by 1
            """, scope, at, before.ToUniversalTime());
        await using var row = await command.ExecuteReaderAsync(cancellationToken);
        var turned = new Dictionary<string, (int, int)>(StringComparer.Ordinal);
        while (await row.ReadAsync(cancellationToken))
            turned[row.GetString(0)] = (row.GetInt32(1), row.GetInt32(2));
        return turned;
    }

    private async Task<Dictionary<string, SeverityCounts>> OpenAsync(ViewScope scope, DateTimeOffset? at, CancellationToken cancellationToken)
    {
        var open = new Dictionary<string, SeverityCounts>(StringComparer.Ordinal);
        foreach (var (key, counts) in await OpenCounts.ByNamespaceAsync(source, scope, null, at, cancellationToken))
            open[key.Cluster] = open.GetValueOrDefault(key.Cluster) + counts;
        return open;
    }
}
