using System.Globalization;
using System.Text.Json;
using Npgsql;
using Posture.Model.Inventory;
using Posture.Model.Json;
using Posture.Model.Tenancy;
using Posture.Store.Commands.Writing;
using Posture.Store.Reading;

namespace Posture.Store.Queries;

/// <summary>The images that run: the list, and one of them.</summary>
public sealed class ImageQuery(NpgsqlDataSource source)
{
    /// <summary>Most rows of a page.</summary>
    public const int MaxSize = 200;

    /// <summary>Most tags of a row.</summary>
    public const int MaxTags = 20;

    /// <summary>Most uses of one image.</summary>
    public const int MaxUses = 1000;

    private const string Grouped = """
        select k.image, min(k.repository) as repository, min(k.first_seen) as first_seen, case when count(*) = count(k.last_seen) then max(k.last_seen) end as last_seen,
            max(k.rank) as rank, max(k.created_at) as created_at, count(*) as workloads
        from used k group by 1
        """;

    /// <summary>One page.</summary>
    /// <param name="scope">What the person may see.</param>
    /// <param name="filter">Which images.</param>
    /// <param name="order">What to sort by; ties are broken by repository and identity, so pages never overlap.</param>
    /// <param name="page">From 1.</param>
    /// <param name="size">1 to <see cref="MaxSize"/>.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public async Task<ImagePage> PageAsync(ViewScope scope, ImageFilter filter, ImageOrder order, int page, int size, CancellationToken cancellationToken)
    {
        size = Math.Clamp(size, 1, MaxSize);
        await using var snapshot = await ReadSnapshot.OpenAsync(source, scope, cancellationToken);
        // Workloads are told apart in a step of their own, which only their order needs.
        var isByWorkloads = order.By == ImageSort.Workloads;
        await using var command = Filtered(
            snapshot,
            $"""
            with used as (
                select u.image, min(u.repository collate "C") as repository, min(u.first_seen) as first_seen,
                    case when count(*) = count(u.last_seen) then max(u.last_seen) end as last_seen, max(u.rank) as rank, max(u.created_at) as created_at
                from image_uses u join clusters c on c.id = u.cluster_id where {Filter(scope)} group by 1{(isByWorkloads ? ", u.cluster_id, u.workload" : "")}),
            images as materialized ({(isByWorkloads ? Grouped : "select k.*, 0 as workloads from used k")}),
            counted as (
                select coalesce(jsonb_object_agg(s.state, s.number), '{"{}"}')::text as states
                from (select {ImageRank.State("rank")} as state, count(*) as number from images group by 1) s),
            page as (select * from images k where cardinality($8::bigint[]) = 0 or {ImageRank.State("k.rank")} = any($8) order by {Order(order)} limit $13 offset $14)
            select counted.states, k.image, k.repository, {ImageRank.State("k.rank")}::int, k.first_seen, k.last_seen from counted left join page k on true order by {Order(order)}
            """,
            filter, size, (long)(Math.Max(page, 1) - 1) * size);
        var (rows, states) = (new List<(Guid, ImageRow)>(), new Dictionary<string, long>());
        await using (var row = await command.ExecuteReaderAsync(cancellationToken))
            while (await row.ReadAsync(cancellationToken))
            {
                states = JsonSerializer.Deserialize<Dictionary<int, long>>(row.GetString(0))!.ToDictionary(pair => ImageRank.States[pair.Key], pair => pair.Value);
                if (row.IsDBNull(1))
                    break; // past the last page there are the counts alone
                rows.Add((row.GetGuid(1), new("", null, row.GetString(2), ImageRank.States[row.GetInt32(3)], null, row.Time(4), row.TimeOrNull(5))));
            }
        var total = states.Where(pair => filter.States.Count == 0 || filter.States.Contains(pair.Key)).Sum(pair => pair.Value);
        var placed = await PlacesAsync(snapshot, rows, filter, withFacts: false, cancellationToken);
        return new(new([.. placed.Select(image => image.Row)], total, filter.IsNone ? total : await CountAsync(snapshot, cancellationToken)), states);
    }

    /// <summary>One image with all its uses that may be seen; null when there is none.</summary>
    /// <param name="scope">What the person may see.</param>
    /// <param name="id">The digest, or <see cref="ImageRow.Id"/>.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public async Task<ImageDetail?> GetAsync(ViewScope scope, string id, CancellationToken cancellationToken)
    {
        var image = Guid.TryParseExact(id, "N", out var given) ? given : ImageKeys.Digest(id);
        await using var snapshot = await ReadSnapshot.OpenAsync(source, scope, cancellationToken);
        var (uses, total, repository) = await UsesAsync(snapshot, image, cancellationToken);
        if (uses.Count == 0)
            return null;
        var last = uses.TrueForAll(use => use.LastSeen is not null) ? uses.Max(use => use.LastSeen) : null;
        var first = new ImageRow("", null, repository, ImageTrust.NotChecked, null, uses.Min(use => use.FirstSeen), last);
        var (row, facts) = (await PlacesAsync(snapshot, [(image, first)], new() { IncludePast = last is not null }, withFacts: true, cancellationToken))[0];
        var (built, inUse) = await RebuildQuery.OfImageAsync(snapshot, image, [.. (facts?.Ancestors ?? []).Select(ancestor => ImageKeys.Digest(ancestor.Digest))], cancellationToken);
        return new(row with { State = row.Facts?.State ?? ImageTrust.NotChecked }, facts, uses, total) { Built = built, AncestorsInUse = inUse, Scan = await LibraryQuery.OfImageAsync(snapshot, image, cancellationToken) };
    }

    /// <summary>The images that a workload runs now.</summary>
    /// <param name="scope">What the person may see.</param>
    /// <param name="cluster">Its cluster.</param>
    /// <param name="workload">The workload; any other object has none.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public async Task<IReadOnlyList<ImageRow>> OfWorkloadAsync(ViewScope scope, string cluster, ObjectRef workload, CancellationToken cancellationToken)
    {
        await using var snapshot = await ReadSnapshot.OpenAsync(source, scope, cancellationToken);
        await using var command = snapshot.Scoped(
            $"""
            select u.image, min(u.repository collate "C"), min(u.first_seen), {ImageRank.State("max(u.rank)")}::int
            from image_uses u join clusters c on c.id = u.cluster_id
            where c.name = $5 and u.workload = $6 and u.last_seen is null and {ScopedCommand.Sees(scope, "u.namespace")} and $4::timestamptz is null group by 1 order by 2, 1
            """, null, cluster, ObjectStage.Key(workload));
        var rows = new List<(Guid, ImageRow)>();
        await using (var row = await command.ExecuteReaderAsync(cancellationToken))
            while (await row.ReadAsync(cancellationToken))
                rows.Add((row.GetGuid(0), new("", null, row.GetString(1), ImageRank.States[row.GetInt32(3)], null, row.Time(2), null)));
        return [.. (await PlacesAsync(snapshot, rows, new() { Clusters = [cluster] }, withFacts: false, cancellationToken)).Select(image => image.Row)];
    }

    /// <summary>Condition on a use and its cluster; for <see cref="Filtered"/>.</summary>
    internal static string Filter(ViewScope scope) => $"""
        {ScopedCommand.Sees(scope, "u.namespace")} and $4::timestamptz is null and ($10::boolean or u.last_seen is null)
        and (cardinality($5::text[]) = 0 or c.name = any($5)) and (cardinality($6::text[]) = 0 or u.namespace = any($6))
        and (cardinality($7::text[]) = 0 or u.host = any($7)) and cardinality($8::bigint[]) >= 0
        and (cardinality($11::text[]) = 0 or u.class = any($11)) and (cardinality($12::text[]) = 0 or u.repository = any($12))
        and ($9::text is null or position(public.skeleton($9) in u.search) > 0)
        """;

    private static string Order(ImageOrder order) => (order.By, order.Descending) switch
    {
        (ImageSort.Repository, true) => "k.repository desc, k.image",
        (ImageSort.Repository, _) => "k.repository, k.image",
        (ImageSort.Workloads, var down) => $"k.workloads{(down ? " desc" : "")}, k.repository, k.image",
        (ImageSort.Built, var down) => $"k.created_at{(down ? " desc" : "")} nulls last, k.repository, k.image",
        (ImageSort.Seen, var down) => $"k.first_seen{(down ? " desc" : "")}, k.repository, k.image",
        (_, var down) => $"{ImageRank.State("k.rank")}{(down ? " desc" : "")}, k.repository, k.image",
    };

    /// <summary>A statement over <see cref="Filter"/>; its own parameters are $13 and on.</summary>
    internal static NpgsqlCommand Filtered(ReadSnapshot snapshot, string sql, ImageFilter filter, params ReadOnlySpan<object?> more)
    {
        var text = ScopedCommand.Typed(filter.Text);
        object?[] values = [filter.Clusters.ToArray(), filter.Namespaces.ToArray(), filter.Hosts.ToArray(), filter.States.Select(state => (long)ImageRank.StateOf(state)).ToArray(), text, filter.IncludePast, filter.Classes.ToArray(), filter.Repositories.ToArray(), .. more];
        var command = snapshot.Scoped(sql, null, values);
        command.Parameters[8].NpgsqlDbType = NpgsqlTypes.NpgsqlDbType.Text;
        return command;
    }

    private static ImageFinding? FindingOf(NpgsqlDataReader row, int from) => row.IsDBNull(from)
        ? null
        : new(row.GetString(from), row.TextOrNull(from + 1), row.TextOrNull(from + 2), row.TextOrNull(from + 3), row.TextOrNull(from + 4), row.TimeOrNull(from + 5), row.TimeOrNull(from + 6));

    private static async Task<(List<ImageUseRow> Uses, long Total, string Repository)> UsesAsync(ReadSnapshot snapshot, Guid image, CancellationToken cancellationToken)
    {
        await using var command = snapshot.Scoped(
            $"""
            select c.name, u.api_version, u.kind, u.namespace, u.name, u.container, u.role, u.reference, u.first_seen, u.last_seen, count(*) over (),
                min(u.repository collate "C") over (), u.repository, u.class, u.mirror, u.retired, u.successor, u.floating
            from image_uses u join clusters c on c.id = u.cluster_id
            where u.image = $5 and {ScopedCommand.Sees(snapshot.Scope, "u.namespace")} and $4::timestamptz is null
            order by u.last_seen desc nulls first, c.name, u.namespace, u.kind, u.name, u.container, u.key limit {MaxUses.ToString(CultureInfo.InvariantCulture)}
            """, null, image);
        var (uses, total, repository) = (new List<ImageUseRow>(), 0L, "");
        await using var row = await command.ExecuteReaderAsync(cancellationToken);
        while (await row.ReadAsync(cancellationToken))
        {
            uses.Add(new(
                row.GetString(0), new(row.GetString(1), row.GetString(2), row.GetString(3), row.GetString(4)), row.GetString(5), row.GetString(6), row.GetString(7), row.Time(8),
                row.TimeOrNull(9))
            {
                Repository = row.GetString(12),
                Standing = row.TextOrNull(13) is { } name ? new(name) { Mirror = row.TextOrNull(14), Retired = row.TextOrNull(15), Successor = row.TextOrNull(16), IsFloating = row.GetBoolean(17) } : null,
            });
            (total, repository) = (row.GetInt64(10), row.GetString(11));
        }
        return (uses, total, repository);
    }

    /// <summary>Where the images of a page are used, under the filter that led to them, and what the cluster that is to be believed knows of each.</summary>
    private static async Task<List<(ImageRow Row, ImageFactsData? Facts)>> PlacesAsync(
        ReadSnapshot snapshot, List<(Guid Image, ImageRow Row)> rows, ImageFilter filter, bool withFacts, CancellationToken cancellationToken)
    {
        await using var command = Filtered(
            snapshot,
            $"""
            with placed as (
                select u.image, count(distinct u.cluster_id)::int as clusters, count(distinct (u.cluster_id, u.namespace))::int as namespaces,
                    count(distinct (u.cluster_id, u.workload))::int as workloads, count(distinct u.repository)::int - 1 as others, min(u.digest) as digest,
                    coalesce((array_agg(distinct u.tag) filter (where u.tag is not null))[1:{MaxTags.ToString(CultureInfo.InvariantCulture)}], array[]::text[]) as tags,
                    coalesce(array_agg(distinct u.class) filter (where u.class is not null), array[]::text[]) as classes, (array_agg(u.cluster_id order by u.rank desc nulls last))[1] as teller
                from image_uses u join clusters c on c.id = u.cluster_id
                where {Filter(snapshot.Scope)} and u.image = any($13) group by 1)
            select p.image, p.clusters, p.namespaces, p.workloads, p.others, p.tags, p.digest, k.state, k.code, k.reason, k.signer, k.issuer, k.checked_at, k.created_at,
                case when $14::boolean then k.doc::text end, p.classes
            from placed p left join image_facts k on k.cluster_id = p.teller and k.image = p.image
            """, filter, rows.Select(row => row.Image).ToArray(), withFacts);
        var found = rows.ToDictionary(row => row.Image, row => (row.Row, (ImageFactsData?)null));
        await using var row = await command.ExecuteReaderAsync(cancellationToken);
        while (await row.ReadAsync(cancellationToken))
        {
            var image = row.GetGuid(0);
            var placed = found[image].Row with
            {
                Id = row.TextOrNull(6) ?? image.ToString("N"),
                Digest = row.TextOrNull(6),
                Facts = FindingOf(row, 7),
                Clusters = row.GetInt32(1),
                Namespaces = row.GetInt32(2),
                Workloads = row.GetInt32(3),
                OtherRepositories = row.GetInt32(4),
                Tags = row.GetFieldValue<string[]>(5),
                Classes = row.GetFieldValue<string[]>(15),
            };
            found[image] = (placed, row.TextOrNull(14) is { } doc ? JsonSerializer.Deserialize(doc, ModelJson.Default.ImageFacts)?.Spec : null);
        }
        return [.. rows.Select(row => found[row.Image])];
    }

    private static async Task<long> CountAsync(ReadSnapshot snapshot, CancellationToken cancellationToken)
    {
        await using var command = Filtered(
            snapshot, $"select count(*) from (select 1 from image_uses u join clusters c on c.id = u.cluster_id where {Filter(snapshot.Scope)} group by u.image) i", ImageFilter.None);
        return await command.ExecuteScalarAsync(cancellationToken) as long? ?? 0;
    }
}
