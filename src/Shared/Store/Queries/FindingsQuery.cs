using System.Text.Json;
using Npgsql;
using Posture.Model.Json;
using Posture.Model.Tenancy;
using Posture.Model.Verdicts;
using Posture.Store.Reading;

namespace Posture.Store.Queries;

/// <summary>The findings list and one finding.</summary>
public sealed class FindingsQuery(NpgsqlDataSource source)
{
    /// <summary>Most rows of a page.</summary>
    public const int MaxSize = 200;

    private const int MaxHistory = 200;

    internal const string Columns =
        "c.name, f.fingerprint, f.control, f.layer, f.severity, f.verdict, f.system, f.api_version, f.kind, f.namespace, f.name, f.message, f.evidence, f.since, f.valid_from, f.valid_to";

    private static string Filter(ViewScope scope) => $"""
        {ScopedCommand.Valid("f")} and {ScopedCommand.Sees(scope, "f.namespace")}
        and (cardinality($5::text[]) = 0 or c.name = any($5)) and (cardinality($6::text[]) = 0 or f.namespace = any($6))
        and (cardinality($7::smallint[]) = 0 or f.layer = any($7)) and (cardinality($8::text[]) = 0 or f.control = any($8))
        and (cardinality($9::smallint[]) = 0 or f.severity = any($9)) and (cardinality($10::smallint[]) = 0 or f.verdict = any($10))
        and (cardinality($11::text[]) = 0 or f.kind = any($11)) and ($12::text is null or f.name = $12)
        and ($13::text is null or position(public.skeleton($13) in public.skeleton(f.control || ' ' || f.namespace || ' ' || f.name || ' ' || f.message)) > 0)
        and ($14::boolean or not f.system) and ($15::timestamptz is null or f.since >= $15)
        """;

    /// <summary>One page.</summary>
    /// <param name="scope">What the person may see.</param>
    /// <param name="filter">Which findings.</param>
    /// <param name="order">Sort keys; none sorts by severity, worst first. Ties are broken by fingerprint, so pages never overlap.</param>
    /// <param name="page">From 1.</param>
    /// <param name="size">1 to <see cref="MaxSize"/>.</param>
    /// <param name="at">Time to look at; null for now.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public async Task<Page<FindingRow>> PageAsync(
        ViewScope scope, FindingFilter filter, IReadOnlyList<FindingOrder> order, int page, int size, DateTimeOffset? at, CancellationToken cancellationToken)
    {
        size = Math.Clamp(size, 1, MaxSize);
        await using var snapshot = await ReadSnapshot.OpenAsync(source, scope, cancellationToken);
        await using var command = Filtered(
            snapshot, $"select {Columns} from findings f join clusters c on c.id = f.cluster_id where {Filter(snapshot.Scope)} order by {Order(order)}, f.fingerprint limit $16 offset $17",
            filter, at);
        command.Parameters.Add(new() { Value = size });
        command.Parameters.Add(new() { Value = (long)(Math.Max(page, 1) - 1) * size });
        var rows = await RowsAsync(command, cancellationToken);
        return new(rows, await CountAsync(snapshot, filter, at, cancellationToken), await CountAsync(snapshot, FindingFilter.None, at, cancellationToken));
    }

    /// <summary>
    /// The findings of a time in the order of their fingerprints, for who reads all of them: with the same time for every part, what changes meanwhile neither
    /// repeats nor skips one.
    /// </summary>
    /// <param name="scope">What may be seen.</param>
    /// <param name="filter">Which findings.</param>
    /// <param name="after">Fingerprint of the last one of the part before; empty for the first part.</param>
    /// <param name="size">Most of them.</param>
    /// <param name="at">The time.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public async Task<IReadOnlyList<FindingRow>> AfterAsync(
        ViewScope scope, FindingFilter filter, Guid after, int size, DateTimeOffset at, CancellationToken cancellationToken)
    {
        await using var snapshot = await ReadSnapshot.OpenAsync(source, scope, cancellationToken);
        await using var command = Filtered(
            snapshot, $"select {Columns} from findings f join clusters c on c.id = f.cluster_id where {Filter(snapshot.Scope)} and f.fingerprint > $16 order by f.fingerprint limit $17",
            filter, at);
        command.Parameters.Add(new() { Value = after });
        command.Parameters.Add(new() { Value = size });
        return await RowsAsync(command, cancellationToken);
    }

    /// <summary>A finding with its history, or null when it never was or is not visible.</summary>
    public async Task<FindingDetail?> GetAsync(ViewScope scope, string fingerprint, CancellationToken cancellationToken)
    {
        if (!Guid.TryParseExact(fingerprint, "N", out var id))
            return null;
        await using var snapshot = await ReadSnapshot.OpenAsync(source, scope, cancellationToken);
        await using var command = snapshot.Scoped(
            $"""
            select {Columns} from findings f join clusters c on c.id = f.cluster_id
            where f.fingerprint = $5 and {ScopedCommand.Sees(scope, "f.namespace")} and $4::timestamptz is null order by f.valid_from desc limit {MaxHistory}
            """, null, id);
        var rows = await RowsAsync(command, cancellationToken);
        return rows.Count == 0 ? null : new(rows[0], Periods(rows));
    }

    /// <summary>Counts by verdict, severity and layer, each under all the other filters.</summary>
    public async Task<FindingFacets> FacetsAsync(ViewScope scope, FindingFilter filter, DateTimeOffset? at, CancellationToken cancellationToken)
    {
        await using var snapshot = await ReadSnapshot.OpenAsync(source, scope, cancellationToken);
        return new(
            await FacetAsync(snapshot, "f.verdict", filter with { Verdicts = [] }, at, key => (Verdict)key, cancellationToken),
            await FacetAsync(snapshot, "f.severity", filter with { Severities = [] }, at, key => (Severity)key, cancellationToken),
            await FacetAsync(snapshot, "f.layer", filter with { Layers = [] }, at, key => (Layer)key, cancellationToken));
    }

    private static async Task<IReadOnlyDictionary<T, long>> FacetAsync<T>(
        ReadSnapshot snapshot, string column, FindingFilter filter, DateTimeOffset? at, Func<short, T> key, CancellationToken cancellationToken)
        where T : notnull
    {
        await using var command = Filtered(snapshot, $"select {column}, count(*) from findings f join clusters c on c.id = f.cluster_id where {Filter(snapshot.Scope)} group by 1", filter, at);
        await using var row = await command.ExecuteReaderAsync(cancellationToken);
        var counts = new Dictionary<T, long>();
        while (await row.ReadAsync(cancellationToken))
            counts[key(row.GetInt16(0))] = row.GetInt64(1);
        return counts;
    }

    private static List<VerdictPeriod> Periods(List<FindingRow> rows)
    {
        var periods = new List<VerdictPeriod>();
        foreach (var row in rows)
        {
            if (periods.Count > 0 && periods[^1] is var later && later.Verdict == row.Finding.Verdict && later.From == row.To)
                periods[^1] = later with { From = row.From };
            else
                periods.Add(new(row.Finding.Verdict, row.From, row.To, row.Finding.Message));
        }
        return periods;
    }

    private static async Task<long> CountAsync(ReadSnapshot snapshot, FindingFilter filter, DateTimeOffset? at, CancellationToken cancellationToken)
    {
        await using var command = Filtered(snapshot, $"select count(*) from findings f join clusters c on c.id = f.cluster_id where {Filter(snapshot.Scope)}", filter, at);
        return await command.ExecuteScalarAsync(cancellationToken) as long? ?? 0;
    }

    private static NpgsqlCommand Filtered(ReadSnapshot snapshot, string sql, FindingFilter filter, DateTimeOffset? at)
    {
        var text = ScopedCommand.Typed(filter.Text);
        var command = snapshot.Scoped(
            sql, at, filter.Clusters.ToArray(), filter.Namespaces.ToArray(), filter.Layers.Select(layer => (short)layer).ToArray(), filter.Controls.ToArray(),
            filter.Severities.Select(severity => (short)severity).ToArray(), filter.Verdicts.Select(verdict => (short)verdict).ToArray(), filter.Kinds.ToArray(),
            filter.ObjectName, text, filter.IncludeSystem, filter.Since?.ToUniversalTime());
        command.Parameters[11].NpgsqlDbType = command.Parameters[12].NpgsqlDbType = NpgsqlTypes.NpgsqlDbType.Text;
        command.Parameters[14].NpgsqlDbType = NpgsqlTypes.NpgsqlDbType.TimestampTz;
        return command;
    }

    private static string Order(IReadOnlyList<FindingOrder> order) => order.Count == 0
        ? "f.severity desc, f.control"
        : string.Join(", ", order.Select(key => (key.By, key.Descending) switch
        {
            (FindingSort.Severity, var down) => down ? "f.severity desc" : "f.severity",
            (FindingSort.Age, var down) => down ? "f.since" : "f.since desc",
            (FindingSort.Control, var down) => down ? "f.control desc" : "f.control",
            (FindingSort.Cluster, var down) => down ? "c.name desc" : "c.name",
            (_, true) => "f.namespace desc, f.kind desc, public.skeleton(f.name) desc, f.name desc",
            _ => "f.namespace, f.kind, public.skeleton(f.name), f.name",
        }));

    internal static async Task<List<FindingRow>> RowsAsync(NpgsqlCommand command, CancellationToken cancellationToken)
    {
        await using var row = await command.ExecuteReaderAsync(cancellationToken);
        var rows = new List<FindingRow>();
        while (await row.ReadAsync(cancellationToken))
            rows.Add(new(Map(row), row.Time(13), row.Time(14), row.TimeOrNull(15)));
        return rows;
    }

    private static Finding Map(NpgsqlDataReader row)
    {
        var (kind, ns) = (row.GetString(8), row.GetString(9));
        return new()
        {
            Cluster = row.GetString(0),
            Fingerprint = row.GetGuid(1).ToString("N"),
            Control = row.GetString(2),
            Layer = (Layer)row.GetInt16(3),
            Severity = (Severity)row.GetInt16(4),
            Verdict = (Verdict)row.GetInt16(5),
            System = row.GetBoolean(6),
            Object = new(row.GetString(7), kind, kind == "Namespace" && !row.GetString(7).Contains('/', StringComparison.Ordinal) ? "" : ns, row.GetString(10)),
            Message = row.GetString(11),
            Evidence = row.IsDBNull(12) ? [] : JsonSerializer.Deserialize(row.GetString(12), ModelJson.Default.IReadOnlyListEvidence) ?? [],
        };
    }
}
