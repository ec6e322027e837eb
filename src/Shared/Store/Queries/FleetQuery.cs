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
        var rows = new List<FleetCluster>();
        foreach (var cluster in await clusters.ListAsync(scope, cancellationToken))
        {
            var scores = await clusters.ScoresAsync(scope, cluster.Name, at, cancellationToken);
            var former = await clusters.ScoresAsync(scope, cluster.Name, before, cancellationToken);
            var coverage = await clusters.CoverageAsync(scope, cluster.Name, at, cancellationToken);
            var read = coverage.Count(kind => kind.State is Model.Coverage.CoverageState.Read or Model.Coverage.CoverageState.NotServed);
            rows.Add(new(cluster, scores, former, open.GetValueOrDefault(cluster.Name), read, coverage.Count - read));
        }
        return new(at, before, rows, rows.Aggregate(default(SeverityCounts), (sum, row) => sum + row.Open));
    }

    private async Task<Dictionary<string, SeverityCounts>> OpenAsync(ViewScope scope, DateTimeOffset? at, CancellationToken cancellationToken)
    {
        await using var command = source.Scoped(
            $"""
            select c.name, f.severity, count(*)::int from findings f join clusters c on c.id = f.cluster_id
            where f.verdict = {(int)Verdict.Fail} and not f.system and {ScopedCommand.Valid("f")} and {ScopedCommand.Sees("f.namespace")}
            group by 1, 2
            """, scope, at);
        await using var row = await command.ExecuteReaderAsync(cancellationToken);
        var open = new Dictionary<string, SeverityCounts>(StringComparer.Ordinal);
        while (await row.ReadAsync(cancellationToken))
            open[row.GetString(0)] = open.GetValueOrDefault(row.GetString(0)) + SeverityCounts.Single((Severity)row.GetInt16(1), row.GetInt32(2));
        return open;
    }
}
