using NpgsqlTypes;
using Posture.Model.Tenancy;
using Posture.Model.Verdicts;
using Posture.Store.Queries;

namespace Posture.Store.Reading;

/// <summary>Open findings (verdict fail, system objects left out) by cluster and namespace.</summary>
internal static class OpenCounts
{
    public static async Task<Dictionary<(string Cluster, string Namespace), SeverityCounts>> ByNamespaceAsync(
        ReadSnapshot snapshot, ViewScope scope, string? cluster, DateTimeOffset? at, CancellationToken cancellationToken)
    {
        await using var command = snapshot.Scoped(
            $"""
            select c.name, f.namespace, f.severity, sum(f.count)::int from {CountedFindings.Table(at)} f join clusters c on c.id = f.cluster_id
            where f.verdict = {(int)Verdict.Fail} and not f.system and ($5::text is null or c.name = $5)
                and {CountedFindings.Valid("f", at)} and {ScopedCommand.Sees(scope, "f.namespace")}
            group by 1, 2, 3
            """, at, cluster);
        command.Parameters[4].NpgsqlDbType = NpgsqlDbType.Text;
        await using var row = await command.ExecuteReaderAsync(cancellationToken);
        var open = new Dictionary<(string, string), SeverityCounts>();
        while (await row.ReadAsync(cancellationToken))
        {
            var key = (row.GetString(0), row.GetString(1));
            open[key] = open.GetValueOrDefault(key) + SeverityCounts.Single((Severity)row.GetInt16(2), row.GetInt32(3));
        }
        return open;
    }
}
