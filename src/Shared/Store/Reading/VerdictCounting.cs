using Npgsql;
using NpgsqlTypes;
using Posture.Model.Tenancy;
using Posture.Model.Verdicts;
using Posture.Store.Queries;

namespace Posture.Store.Reading;

/// <summary>Counts verdicts by control, over all clusters or by each.</summary>
internal static class VerdictCounting
{
    /// <summary>One sum of <see cref="CountedFindings"/> a verdict, then that of system objects; <see cref="ReadAsync"/> reads them.</summary>
    public static readonly string Columns = string.Join(", ", new[]
    {
        Verdict.Pass, Verdict.Fail, Verdict.Manual, Verdict.Error, Verdict.NotAssessed, Verdict.NotApplicable, Verdict.Exempt, Verdict.Excepted,
    }.Select(verdict => $"coalesce(sum(f.count) filter (where f.verdict = {(int)verdict} and not f.system), 0)::int"))
        + ", coalesce(sum(f.count) filter (where f.system), 0)::int";

    public static async Task<IReadOnlyList<ControlCounts>> CountAsync(
        NpgsqlDataSource source, ViewScope scope, string cluster, Layer? layer, string? control, IReadOnlyCollection<string> clusters, DateTimeOffset? at,
        CancellationToken cancellationToken)
    {
        await using var snapshot = await ReadSnapshot.OpenAsync(source, scope, cancellationToken);
        await using var command = snapshot.Scoped(
            $"""
            select {cluster}, f.control, f.layer, max(f.severity), {Columns}
            from {CountedFindings.Table(at)} f join clusters c on c.id = f.cluster_id
            where ($5::smallint is null or f.layer = $5) and ($6::text is null or f.control = $6) and (cardinality($7::text[]) = 0 or c.name = any($7))
                and {CountedFindings.Valid("f", at)} and {ScopedCommand.Sees(scope, "f.namespace")}
            group by 1, 2, 3 order by 2, 1
            """, at, (short?)layer, control, clusters.ToArray());
        (command.Parameters[4].NpgsqlDbType, command.Parameters[5].NpgsqlDbType) = (NpgsqlDbType.Smallint, NpgsqlDbType.Text);
        return await ReadAsync(command, cancellationToken);
    }

    /// <summary>Rows of cluster, control, layer, severity and <see cref="Columns"/>.</summary>
    public static async Task<IReadOnlyList<ControlCounts>> ReadAsync(NpgsqlCommand command, CancellationToken cancellationToken)
    {
        await using var row = await command.ExecuteReaderAsync(cancellationToken);
        var counts = new List<ControlCounts>();
        while (await row.ReadAsync(cancellationToken))
            counts.Add(new(
                row.TextOrNull(0), row.GetString(1), (Layer)row.GetInt16(2), (Severity)row.GetInt16(3),
                new(row.GetInt32(4), row.GetInt32(5), row.GetInt32(6), row.GetInt32(7), row.GetInt32(8), row.GetInt32(9), row.GetInt32(10), row.GetInt32(11), row.GetInt32(12))));
        return counts;
    }
}
