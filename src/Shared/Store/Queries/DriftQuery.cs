using Npgsql;
using NpgsqlTypes;
using Posture.Model.Drift;
using Posture.Model.Tenancy;
using Posture.Model.Verdicts;
using Posture.Store.Reading;

namespace Posture.Store.Queries;

/// <summary>What changed. A row without a visible difference does not exist; a cluster's first snapshot is no change.</summary>
public sealed class DriftQuery(NpgsqlDataSource source)
{
    private const int MaxSize = 200;

    private const string Where = """
        and (cardinality($5::text[]) = 0 or c.name = any($5)) and (cardinality($6::text[]) = 0 or r.namespace = any($6))
        and (cardinality($7::text[]) = 0 or r.kind = any($7)) and ($8::text is null or r.name = $8)
        """;

    /// <summary>A verdict that came or went with its object says something of its own only when it is none of these: the object's row says the rest.</summary>
    private static readonly string Tells = $"r.verdict not in ({(int)Verdict.Pass}, {(int)Verdict.NotApplicable})";

    /// <summary>Rows that began in the period beside the row they follow, and rows that ended in it without a successor.</summary>
    private static string Pairs(ViewScope scope, string table, string key, string differs, string lost, string columns, string gone) => $"""
        select r.valid_from as at, c.name as cluster, r.api_version, r.kind, r.namespace, r.name, {columns}
        from {table} r join clusters c on c.id = r.cluster_id
            left join {table} b on b.cluster_id = r.cluster_id and b.{key} = r.{key} and b.valid_to = r.valid_from
        where r.valid_from > $9 and r.valid_from <= $10 and r.valid_from > c.first_at and {differs} and {ScopedCommand.Sees(scope, "r.namespace")} {Where}
        union all
        select r.valid_to, c.name, r.api_version, r.kind, r.namespace, r.name, {gone}
        from {table} r join clusters c on c.id = r.cluster_id
        where r.valid_to > $9 and r.valid_to <= $10 and {lost} and {ScopedCommand.Sees(scope, "r.namespace")} {Where}
            and not exists (select 1 from {table} n where n.cluster_id = r.cluster_id and n.{key} = r.{key} and n.valid_from = r.valid_to)
        """;

    /// <summary>Every change in the period, newest first; none where only numbers are visible.</summary>
    public async Task<Page<DriftRow>> PageAsync(ViewScope scope, DriftFilter filter, int page, int size, CancellationToken cancellationToken)
    {
        var parts = new List<string>();
        if (filter.Objects)
            parts.Add(Pairs(scope, "objects", "key", "b.doc is distinct from r.doc", "true",
                "b.doc::text as before, r.doc::text as after, null::uuid as fingerprint, null::text as control, 0::smallint as layer, 0::smallint as severity, null::smallint as was, null::smallint as is, ''::text as message",
                "r.doc::text, null, null, null, 0, 0, null, null, ''"));
        if (filter.Verdicts)
            parts.Add(Pairs(scope, "findings", "fingerprint", $"b.verdict is distinct from r.verdict and (b.verdict is not null or {Tells})", Tells,
                "null::text as before, null::text as after, r.fingerprint, r.control, r.layer, r.severity, b.verdict as was, r.verdict as is, r.message",
                "null, null, r.fingerprint, r.control, r.layer, r.severity, r.verdict, null, r.message"));
        if (parts.Count == 0 || !scope.ShowsNames)
            return new([], 0, 0);
        size = Math.Clamp(size, 1, MaxSize);
        await using var snapshot = await ReadSnapshot.OpenAsync(source, scope, cancellationToken);
        await using var command = snapshot.Scoped(
            $"""
            with changes as ({string.Join("\nunion all\n", parts)}),
            page as (select * from changes order by at desc, cluster, namespace, kind, name, control nulls first, fingerprint limit $11 offset $12)
            select page.*, whole.total from (select count(*) as total from changes where $4::timestamptz is null) whole left join page on true
            order by at desc, cluster, namespace, kind, name, control nulls first, fingerprint
            """, null, filter.Clusters.ToArray(), filter.Namespaces.ToArray(), filter.Kinds.ToArray(), filter.ObjectName,
            filter.From.ToUniversalTime(), filter.To.ToUniversalTime(), size, (long)(Math.Max(page, 1) - 1) * size);
        command.Parameters[7].NpgsqlDbType = NpgsqlDbType.Text;
        await using var row = await command.ExecuteReaderAsync(cancellationToken);
        var (rows, total) = (new List<DriftRow>(), 0L);
        while (await row.ReadAsync(cancellationToken))
        {
            total = row.GetInt64(15);
            if (!row.IsDBNull(0)) // past the last page there is the total alone
                rows.Add(Map(row));
        }
        return new(rows, total, total);
    }

    private static DriftRow Map(NpgsqlDataReader row)
    {
        var (kind, ns) = (row.GetString(3), row.GetString(4));
        var item = new Model.Inventory.ObjectRef(row.GetString(2), kind, kind == "Namespace" ? "" : ns, row.GetString(5));
        var verdict = row.IdOrNull(8) is { } fingerprint
            ? new VerdictChange(
                fingerprint.ToString("N"), row.GetString(9), (Layer)row.GetInt16(10), (Severity)row.GetInt16(11), VerdictOrNull(row, 12), VerdictOrNull(row, 13), row.GetString(14))
            : null;
        return new(row.Time(0), row.GetString(1), item, verdict is null ? new(row.TextOrNull(6), row.TextOrNull(7)) : null, verdict);
    }

    private static Verdict? VerdictOrNull(NpgsqlDataReader row, int field) => row.IsDBNull(field) ? null : (Verdict)row.GetInt16(field);
}
