using System.Text.Json;
using Npgsql;
using Posture.Model.Coverage;
using Posture.Model.Inventory;
using Posture.Model.Json;
using Posture.Model.Tenancy;
using Posture.Model.Verdicts;
using Posture.Store.Reading;

namespace Posture.Store.Queries;

/// <summary>What a report says. One read-only transaction that sees one state: a snapshot committed meanwhile is in all of it or in nothing of it.</summary>
public sealed class ReportQuery(NpgsqlDataSource source)
{
    /// <summary>Most findings read; their number is known from the counts, so a report can say how many it leaves out.</summary>
    public const int MaxFindings = 20_000;

    private const int MaxReasons = 500;

    /// <summary>Most runs of kube-bench read: one a node of the largest fleets; nodes beyond it are unknown.</summary>
    private const int MaxBenchmarks = 5_000;

    private const string Selected = "(cardinality($5::text[]) = 0 or c.name = any($5))";

    private static string Visible(ViewScope scope) => $"{Selected} and (cardinality($6::text[]) = 0 or f.namespace = any($6)) and {ScopedCommand.Sees(scope, "f.namespace")}";

    /// <summary>Cluster-scoped objects, where whole clusters are visible and selected.</summary>
    private static string ClusterWide(ViewScope scope) =>
        $"from objects o join clusters c on c.id = o.cluster_id where {Selected} and cardinality($6::text[]) = 0 and o.namespace = '' and {ScopedCommand.Sees(scope, "o.namespace")} and {ScopedCommand.Valid("o")}";

    private static string Found(ViewScope scope) => $"{Visible(scope)} and {ScopedCommand.Valid("f")}";

    /// <summary>Reads.</summary>
    /// <param name="scope">What the person may see.</param>
    /// <param name="clusters">Clusters to report on; empty for all visible.</param>
    /// <param name="namespaces">Namespaces to report on; empty for all visible and, with <see cref="ViewScope.All"/>, what is cluster-scoped.</param>
    /// <param name="controls">Controls whose findings are listed; all are counted.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public async Task<ReportData> ReadAsync(
        ViewScope scope, IReadOnlyCollection<string> clusters, IReadOnlyCollection<string> namespaces, IReadOnlyCollection<string> controls,
        CancellationToken cancellationToken)
    {
        await using var snapshot = await ReadSnapshot.OpenAsync(source, scope, cancellationToken);
        var within = new Selection(snapshot, [.. clusters], [.. namespaces], [.. controls]);
        return new(
            await ClustersAsync(within, cancellationToken), await CountsAsync(within, cancellationToken),
            await FindingsAsync(within, cancellationToken), await ReasonsAsync(within, cancellationToken),
            await NodesAsync(within, cancellationToken), await BenchmarksAsync(within, cancellationToken));
    }

    private static async Task<IReadOnlyList<ReportCluster>> ClustersAsync(Selection within, CancellationToken cancellationToken)
    {
        var coverage = await CoverageAsync(within, cancellationToken);
        await using var command = within.Command(
            $"""
            select c.name, c.display_name, c.environment, c.source, c.server_version, s.id, s.at, s.catalogue_version, c.collected_at,
                {(within.Scope.ShowsNames ? Counted(within.Scope) : "case when cardinality($6::text[]) = 0 then c.object_count end")}
            from clusters c left join snapshots s on s.id = c.last_snapshot
            where {ScopedCommand.SeesCluster} and $4::timestamptz is null and {Selected} order by c.name
            """);
        await using var row = await command.ExecuteReaderAsync(cancellationToken);
        var clusters = new List<ReportCluster>();
        while (await row.ReadAsync(cancellationToken))
            clusters.Add(new(
                row.GetString(0), row.GetString(1), row.GetString(2), row.GetString(3), row.TextOrNull(4), row.IdOrNull(5), row.TimeOrNull(6), row.TextOrNull(7),
                row.TimeOrNull(8), row.IsDBNull(9) ? null : row.GetInt32(9), [.. coverage[row.GetString(0)]]));
        return clusters;
    }

    private static string Counted(ViewScope scope) => $"""
        (select count(*)::int from objects o where o.cluster_id = c.id and o.valid_to is null
            and (cardinality($6::text[]) = 0 or o.namespace = any($6)) and {ScopedCommand.Sees(scope, "o.namespace")})
        """;

    private static async Task<ILookup<string, KindCoverage>> CoverageAsync(Selection within, CancellationToken cancellationToken)
    {
        await using var command = within.Command(
            $"""
            select c.name, k.api_group, k.kind, k.state, k.reason, k.confirmed_at, case when $1::boolean and cardinality($6::text[]) = 0 then k.count else 0 end
            from coverage k join clusters c on c.id = k.cluster_id
            where {ScopedCommand.SeesCluster} and {Selected} and {ScopedCommand.Valid("k")} order by 1, 2, 3
            """);
        await using var row = await command.ExecuteReaderAsync(cancellationToken);
        var kinds = new List<(string Cluster, KindCoverage Kind)>();
        while (await row.ReadAsync(cancellationToken))
            kinds.Add((row.GetString(0), CoverageFields.Read(row, 1)));
        return kinds.ToLookup(pair => pair.Cluster, pair => pair.Kind, StringComparer.Ordinal);
    }

    private static async Task<IReadOnlyList<ControlCounts>> CountsAsync(Selection within, CancellationToken cancellationToken)
    {
        await using var command = within.Command(
            $"""
            select c.name, f.control, f.layer, max(f.severity), {VerdictCounting.Columns} from {CountedFindings.Table(null)} f join clusters c on c.id = f.cluster_id
            where {Visible(within.Scope)} and {CountedFindings.Valid("f", null)} group by 1, 2, 3 order by 2, 1
            """);
        return await VerdictCounting.ReadAsync(command, cancellationToken);
    }

    private static async Task<IReadOnlyList<FindingRow>> FindingsAsync(Selection within, CancellationToken cancellationToken)
    {
        if (!within.Scope.ShowsNames)
            return [];
        await using var command = within.Command(
            $"""
            select {FindingsQuery.Columns} from findings f join clusters c on c.id = f.cluster_id
            where {Found(within.Scope)} and not f.system and f.control = any($7) and f.verdict in ({(int)Verdict.Fail}, {(int)Verdict.Excepted})
            order by f.verdict, f.severity desc, f.control, c.name, f.namespace, f.kind, f.name, f.fingerprint limit {MaxFindings}
            """, [within.Controls]);
        return await FindingsQuery.RowsAsync(command, cancellationToken);
    }

    private static async Task<IReadOnlyList<ReportReason>> ReasonsAsync(Selection within, CancellationToken cancellationToken)
    {
        // A reason is a sentence about an object and may name it.
        if (!within.Scope.ShowsNames)
            return [];
        await using var command = within.Command(
            $"""
            select c.name, f.control, f.verdict, f.message, count(*)::int from findings f join clusters c on c.id = f.cluster_id
            where {Found(within.Scope)} and not f.system and f.control = any($7) and f.verdict in ({(int)Verdict.NotAssessed}, {(int)Verdict.Error}, {(int)Verdict.Manual})
            group by 1, 2, 3, 4 order by 2, 1, 3, 5 desc, 4 limit {MaxReasons}
            """, [within.Controls]);
        await using var row = await command.ExecuteReaderAsync(cancellationToken);
        var reasons = new List<ReportReason>();
        while (await row.ReadAsync(cancellationToken))
            reasons.Add(new(row.GetString(0), row.GetString(1), (Verdict)row.GetInt16(2), row.GetString(3), row.GetInt32(4)));
        return reasons;
    }

    private static async Task<IReadOnlyList<ReportNode>> NodesAsync(Selection within, CancellationToken cancellationToken)
    {
        await using var command = within.Command(
            $"""
            select c.name, o.name, o.doc->'metadata'->'labels'->>'node-role.kubernetes.io/control-plane' is not null {ClusterWide(within.Scope)} and o.kind = 'Node' and o.api_version = 'v1'
            order by 1, 2
            """);
        await using var row = await command.ExecuteReaderAsync(cancellationToken);
        var nodes = new List<ReportNode>();
        while (await row.ReadAsync(cancellationToken))
            nodes.Add(new(row.GetString(0), row.GetString(1), row.GetBoolean(2)));
        return nodes;
    }

    private static async Task<IReadOnlyList<ReportBenchmark>> BenchmarksAsync(Selection within, CancellationToken cancellationToken)
    {
        await using var command = within.Command(
            $"select c.name, o.doc::text {ClusterWide(within.Scope)} and o.kind = 'KubeBenchReport' and o.api_version like '{KindInfo.OwnGroup}/%' order by 1, o.name limit {MaxBenchmarks}");
        await using var row = await command.ExecuteReaderAsync(cancellationToken);
        var runs = new List<ReportBenchmark>();
        while (await row.ReadAsync(cancellationToken))
            if (JsonSerializer.Deserialize(row.GetString(1), ModelJson.Default.KubeBenchReport) is { } report)
                runs.Add(new(row.GetString(0), report));
        return runs;
    }

    private sealed record Selection(ReadSnapshot Snapshot, string[] Clusters, string[] Namespaces, string[] Controls)
    {
        public ViewScope Scope => Snapshot.Scope;

        public NpgsqlCommand Command(string sql, params ReadOnlySpan<object?> more) => Snapshot.Scoped(sql, null, [Clusters, Namespaces, .. more]);
    }
}
