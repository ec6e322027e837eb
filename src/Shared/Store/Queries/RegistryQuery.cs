using System.Globalization;
using System.Text.Json;
using Npgsql;
using Posture.Model.Tenancy;
using Posture.Store.Reading;

namespace Posture.Store.Queries;

/// <summary>The registries that images in use come from, or the repositories of some.</summary>
public sealed class RegistryQuery(NpgsqlDataSource source)
{
    /// <summary>Most rows of a page.</summary>
    public const int MaxSize = 200;

    /// <summary>Most names of a kind in a row.</summary>
    public const int MaxNames = 3;

    /// <summary>One page, what is used most first.</summary>
    /// <param name="scope">What the person may see.</param>
    /// <param name="filter">Which images; states and the past are not looked at.</param>
    /// <param name="byRepository">Rows are repositories; else registries.</param>
    /// <param name="page">From 1.</param>
    /// <param name="size">1 to <see cref="MaxSize"/>.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public async Task<RegistryPage> PageAsync(ViewScope scope, ImageFilter filter, bool byRepository, int page, int size, CancellationToken cancellationToken)
    {
        size = Math.Clamp(size, 1, MaxSize);
        filter = filter with { States = [], IncludePast = false };
        await using var snapshot = await ReadSnapshot.OpenAsync(source, scope, cancellationToken);
        var name = byRepository ? "u.repository" : "u.host";
        var (rows, total) = await RowsAsync(snapshot, name, filter, page, size, cancellationToken);
        var classes = await ClassesAsync(snapshot, name, filter with { Classes = [] }, cancellationToken);
        var unfiltered = filter.IsNone ? total : await CountAsync(snapshot, name, ImageFilter.None, cancellationToken);
        return new(new(rows, rows.Count > 0 ? total : await CountAsync(snapshot, name, filter, cancellationToken), unfiltered), classes);
    }

    private static async Task<(List<RegistryRow> Rows, long Total)> RowsAsync(ReadSnapshot snapshot, string name, ImageFilter filter, int page, int size, CancellationToken cancellationToken)
    {
        static string Names(string column) => $"coalesce((array_agg(distinct {column} collate \"C\") filter (where {column} is not null))[1:{MaxNames.ToString(CultureInfo.InvariantCulture)}], array[]::text[])";
        await using var command = ImageQuery.Filtered(
            snapshot,
            $"""
            with used as materialized (
                select {name} as name, u.host, u.repository, u.image, u.cluster_id, u.namespace, u.workload, coalesce(u.class, '') as class, u.mirror, u.retired, u.successor, f.rank, f.checked_at,
                    case when f.repository = u.repository then f.transport end as transport, case when f.repository = u.repository then f.anonymous_pull end as anonymous
                from image_uses u join clusters c on c.id = u.cluster_id left join image_facts f on f.cluster_id = u.cluster_id and f.image = u.image
                where {ImageQuery.Filter(snapshot.Scope)}),
            counted as (
                select name, min(host) as host, count(distinct image)::int as images, count(distinct (cluster_id, workload))::int as workloads, count(distinct (cluster_id, namespace))::int as namespaces,
                    count(distinct cluster_id)::int as clusters, array_agg(distinct class) as classes, {Names("transport")} as transports
                from used group by 1),
            page as (select *, count(*) over () as total from counted order by images desc, name collate "C" limit $13 offset $14),
            states as (
                select s.name, jsonb_object_agg(s.state, s.number)::text as states
                from (select i.name, i.state, count(*) as number from (select name, image, {ImageRank.State("max(rank)")} as state from used group by 1, 2) i group by 1, 2) s group by 1),
            repositories as (
                select r.name, count(*)::int as number, count(*) filter (where r.anonymous)::int as anonymous, count(*) filter (where not r.anonymous)::int as closed,
                    count(r.retired)::int as retired_number, {Names("r.retired")} as retired, {Names("r.successor")} as successors, count(r.mirror)::int as mirror_number, {Names("r.mirror")} as mirrors
                from (
                    select name, repository, (array_agg(anonymous order by checked_at desc nulls last) filter (where anonymous is not null))[1] as anonymous, min(retired) as retired,
                        min(successor) as successor, min(mirror) as mirror
                    from used group by 1, 2) r group by 1)
            select p.total, p.name, p.host, p.images, p.workloads, p.namespaces, p.clusters, p.classes, p.transports, s.states, r.number, r.anonymous, r.closed, r.retired_number, r.retired, r.successors,
                r.mirror_number, r.mirrors
            from page p join states s on s.name = p.name join repositories r on r.name = p.name order by p.images desc, p.name collate "C"
            """,
            filter, size, (long)(Math.Max(page, 1) - 1) * size);
        var (rows, total) = (new List<RegistryRow>(), 0L);
        await using var row = await command.ExecuteReaderAsync(cancellationToken);
        while (await row.ReadAsync(cancellationToken))
        {
            total = row.GetInt64(0);
            rows.Add(new(row.GetString(1), row.GetString(2), row.GetInt32(3), row.GetInt32(4), row.GetInt32(5), row.GetInt32(6))
            {
                Classes = row.GetFieldValue<string[]>(7),
                Transports = row.GetFieldValue<string[]>(8),
                States = JsonSerializer.Deserialize<Dictionary<int, int>>(row.GetString(9))!.ToDictionary(pair => ImageRank.States[pair.Key], pair => pair.Value),
                Repositories = row.GetInt32(10),
                Anonymous = row.GetInt32(11),
                NotAnonymous = row.GetInt32(12),
                RetiredRepositories = row.GetInt32(13),
                Retired = row.GetFieldValue<string[]>(14),
                Successors = row.GetFieldValue<string[]>(15),
                MirroredRepositories = row.GetInt32(16),
                Mirrors = row.GetFieldValue<string[]>(17),
            });
        }
        return (rows, total);
    }

    private static async Task<IReadOnlyDictionary<string, long>> ClassesAsync(ReadSnapshot snapshot, string name, ImageFilter filter, CancellationToken cancellationToken)
    {
        await using var command = ImageQuery.Filtered(
            snapshot,
            $"select coalesce(u.class, ''), count(distinct {name}) from image_uses u join clusters c on c.id = u.cluster_id where {ImageQuery.Filter(snapshot.Scope)} group by 1", filter);
        var classes = new Dictionary<string, long>(StringComparer.Ordinal);
        await using var row = await command.ExecuteReaderAsync(cancellationToken);
        while (await row.ReadAsync(cancellationToken))
            classes[row.GetString(0)] = row.GetInt64(1);
        return classes;
    }

    private static async Task<long> CountAsync(ReadSnapshot snapshot, string name, ImageFilter filter, CancellationToken cancellationToken)
    {
        await using var command = ImageQuery.Filtered(
            snapshot, $"select count(distinct {name}) from image_uses u join clusters c on c.id = u.cluster_id where {ImageQuery.Filter(snapshot.Scope)}", filter);
        return await command.ExecuteScalarAsync(cancellationToken) as long? ?? 0;
    }
}
