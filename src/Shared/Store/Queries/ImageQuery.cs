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

    private const string Finding = "k.state, k.code, k.reason, k.signer, k.issuer, k.checked_at, k.created_at";

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
        await using var command = Filtered(
            snapshot,
            $"""
            with workloads as (
                select u.image, u.cluster_id, u.workload, min(u.repository collate "C") as repository, min(u.digest collate "C") as digest, min(u.first_seen) as first_seen,
                    case when count(*) = count(u.last_seen) then max(u.last_seen) end as last_seen
                from image_uses u join clusters c on c.id = u.cluster_id where {Filter(scope)} group by 1, 2, 3),
            used as (
                select w.image, count(*) as workloads, min(w.repository) as repository, min(w.digest) as digest, min(w.first_seen) as first_seen,
                    case when count(*) = count(w.last_seen) then max(w.last_seen) end as last_seen
                from workloads w group by 1),
            known as ({Known("")}),
            images as materialized (
                select u.*, coalesce(k.state, '{ImageTrust.NotChecked}') as word, {Finding} from used u left join known k on k.image = u.image),
            counted as (select coalesce(jsonb_object_agg(s.word, s.number), '{"{}"}')::text as states from (select word, count(*) as number from images group by 1) s),
            page as (select * from images k where cardinality($8::text[]) = 0 or k.word = any($8) order by {Order(order)} limit $11 offset $12)
            select counted.states, k.image, k.digest, k.repository, k.word, k.first_seen, k.last_seen, {Finding} from counted left join page k on true order by {Order(order)}
            """,
            filter, size, (long)(Math.Max(page, 1) - 1) * size);
        var (rows, states) = (new List<(Guid, ImageRow)>(), new Dictionary<string, long>());
        await using (var row = await command.ExecuteReaderAsync(cancellationToken))
            while (await row.ReadAsync(cancellationToken))
            {
                states = JsonSerializer.Deserialize<Dictionary<string, long>>(row.GetString(0))!;
                if (row.IsDBNull(1))
                    break; // past the last page there are the counts alone
                var (image, digest) = (row.GetGuid(1), row.TextOrNull(2));
                rows.Add((image, new(IdOf(image, digest), digest, row.GetString(3), row.GetString(4), FindingOf(row, 7), row.Time(5), row.TimeOrNull(6))));
            }
        var total = states.Where(pair => filter.States.Count == 0 || filter.States.Contains(pair.Key)).Sum(pair => pair.Value);
        return new(new(await PlacesAsync(snapshot, rows, filter, cancellationToken), total, filter.IsNone ? total : await CountAsync(snapshot, cancellationToken)), states);
    }

    /// <summary>One image with all its uses that may be seen; null when there is none.</summary>
    /// <param name="scope">What the person may see.</param>
    /// <param name="id">The digest, or <see cref="ImageRow.Id"/>.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public async Task<ImageDetail?> GetAsync(ViewScope scope, string id, CancellationToken cancellationToken)
    {
        var image = Guid.TryParseExact(id, "N", out var given) ? given : ImageKeys.Digest(id);
        await using var snapshot = await ReadSnapshot.OpenAsync(source, scope, cancellationToken);
        var (uses, total, digest, repository) = await UsesAsync(snapshot, image, cancellationToken);
        if (uses.Count == 0)
            return null;
        await using var command = snapshot.Scoped($"select {Finding}, k.doc::text from ({Known(", f.doc")}) k where k.image = $6 and $4::timestamptz is null", null, Array.Empty<string>(), image);
        var (finding, facts) = ((ImageFinding?)null, (ImageFactsData?)null);
        await using (var row = await command.ExecuteReaderAsync(cancellationToken))
            if (await row.ReadAsync(cancellationToken))
                (finding, facts) = (FindingOf(row, 0), JsonSerializer.Deserialize(row.GetString(7), ModelJson.Default.ImageFacts)?.Spec);
        var first = new ImageRow(
            IdOf(image, digest), digest, repository, finding?.State ?? ImageTrust.NotChecked, finding,
            uses.Min(use => use.FirstSeen), uses.TrueForAll(use => use.LastSeen is not null) ? uses.Max(use => use.LastSeen) : null);
        return new((await PlacesAsync(snapshot, [(image, first)], new() { IncludePast = first.LastSeen is not null }, cancellationToken))[0], facts, uses, total);
    }

    private static string IdOf(Guid image, string? digest) => digest ?? image.ToString("N");

    private static string Filter(ViewScope scope) => $"""
        {ScopedCommand.Sees(scope, "u.namespace")} and $4::timestamptz is null and ($10::boolean or u.last_seen is null)
        and (cardinality($5::text[]) = 0 or c.name = any($5)) and (cardinality($6::text[]) = 0 or u.namespace = any($6))
        and (cardinality($7::text[]) = 0 or u.host = any($7)) and cardinality($8::text[]) >= 0
        and ($9::text is null or position(public.skeleton($9) in public.skeleton(u.repository || ':' || coalesce(u.tag, '') || ' ' || coalesce(u.digest, ''))) > 0)
        """;

    /// <summary>
    /// Where clusters know different things of a digest, who could look comes before who could not, and then the newest. Of the clusters that are asked for only ($5), so that the
    /// list of one cluster has the numbers of <see cref="ImageShareQuery"/>.
    /// </summary>
    private static string Known(string more) => $"""
        select distinct on (f.image) f.image, f.state, f.code, f.reason, f.signer, f.issuer, f.checked_at, f.created_at{more}
        from image_facts f join clusters c on c.id = f.cluster_id where {ScopedCommand.SeesCluster} and (cardinality($5::text[]) = 0 or c.name = any($5))
        order by f.image, f.state = '{ImageTrust.NotChecked}', f.checked_at desc nulls last
        """;

    private static string Order(ImageOrder order) => (order.By, order.Descending) switch
    {
        (ImageSort.Repository, true) => "k.repository desc, k.image",
        (ImageSort.Repository, _) => "k.repository, k.image",
        (ImageSort.Workloads, var down) => $"k.workloads{(down ? " desc" : "")}, k.repository, k.image",
        (ImageSort.Built, var down) => $"k.created_at{(down ? " desc" : "")} nulls last, k.repository, k.image",
        (ImageSort.Seen, var down) => $"k.first_seen{(down ? " desc" : "")}, k.repository, k.image",
        (_, var down) => $"array_position(array['{string.Join("', '", ImageTrust.States)}'], k.word){(down ? " desc" : "")}, k.repository, k.image",
    };

    private static NpgsqlCommand Filtered(ReadSnapshot snapshot, string sql, ImageFilter filter, params ReadOnlySpan<object?> more)
    {
        var text = filter.Text is { Length: > 0 } typed ? typed[..Math.Min(typed.Length, 200)] : null;
        object?[] values = [filter.Clusters.ToArray(), filter.Namespaces.ToArray(), filter.Hosts.ToArray(), filter.States.ToArray(), text, filter.IncludePast, .. more];
        var command = snapshot.Scoped(sql, null, values);
        command.Parameters[8].NpgsqlDbType = NpgsqlTypes.NpgsqlDbType.Text;
        return command;
    }

    private static ImageFinding? FindingOf(NpgsqlDataReader row, int from) => row.IsDBNull(from)
        ? null
        : new(row.GetString(from), row.TextOrNull(from + 1), row.TextOrNull(from + 2), row.TextOrNull(from + 3), row.TextOrNull(from + 4), row.TimeOrNull(from + 5), row.TimeOrNull(from + 6));

    private static async Task<(List<ImageUseRow> Uses, long Total, string? Digest, string Repository)> UsesAsync(ReadSnapshot snapshot, Guid image, CancellationToken cancellationToken)
    {
        await using var command = snapshot.Scoped(
            $"""
            select c.name, u.api_version, u.kind, u.namespace, u.name, u.container, u.role, u.reference, u.first_seen, u.last_seen, count(*) over (), u.digest,
                min(u.repository collate "C") over ()
            from image_uses u join clusters c on c.id = u.cluster_id
            where u.image = $5 and {ScopedCommand.Sees(snapshot.Scope, "u.namespace")} and $4::timestamptz is null
            order by u.last_seen desc nulls first, c.name, u.namespace, u.kind, u.name, u.container, u.key limit {MaxUses.ToString(CultureInfo.InvariantCulture)}
            """, null, image);
        var (uses, total, digest, repository) = (new List<ImageUseRow>(), 0L, (string?)null, "");
        await using var row = await command.ExecuteReaderAsync(cancellationToken);
        while (await row.ReadAsync(cancellationToken))
        {
            uses.Add(new(
                row.GetString(0), new(row.GetString(1), row.GetString(2), row.GetString(3), row.GetString(4)), row.GetString(5), row.GetString(6), row.GetString(7), row.Time(8),
                row.TimeOrNull(9)));
            (total, digest, repository) = (row.GetInt64(10), row.TextOrNull(11), row.GetString(12));
        }
        return (uses, total, digest, repository);
    }

    /// <summary>Where the images of a page are used, under the filter that led to them.</summary>
    private static async Task<IReadOnlyList<ImageRow>> PlacesAsync(ReadSnapshot snapshot, List<(Guid Image, ImageRow Row)> rows, ImageFilter filter, CancellationToken cancellationToken)
    {
        await using var command = Filtered(
            snapshot,
            $"""
            select u.image, count(distinct u.cluster_id)::int, count(distinct (u.cluster_id, u.namespace))::int, count(distinct (u.cluster_id, u.workload))::int,
                count(distinct u.repository)::int - 1, coalesce((array_agg(distinct u.tag) filter (where u.tag is not null))[1:{MaxTags.ToString(CultureInfo.InvariantCulture)}], array[]::text[])
            from image_uses u join clusters c on c.id = u.cluster_id where {Filter(snapshot.Scope)} and u.image = any($11) group by 1
            """, filter, rows.Select(row => row.Image).ToArray());
        var found = rows.ToDictionary(row => row.Image, row => row.Row);
        await using var row = await command.ExecuteReaderAsync(cancellationToken);
        while (await row.ReadAsync(cancellationToken))
            found[row.GetGuid(0)] = found[row.GetGuid(0)] with
            {
                Clusters = row.GetInt32(1),
                Namespaces = row.GetInt32(2),
                Workloads = row.GetInt32(3),
                OtherRepositories = row.GetInt32(4),
                Tags = row.GetFieldValue<string[]>(5),
            };
        return [.. rows.Select(row => found[row.Image])];
    }

    private static async Task<long> CountAsync(ReadSnapshot snapshot, CancellationToken cancellationToken)
    {
        await using var command = Filtered(
            snapshot, $"select count(*) from (select 1 from image_uses u join clusters c on c.id = u.cluster_id where {Filter(snapshot.Scope)} group by u.image) i", ImageFilter.None);
        return await command.ExecuteScalarAsync(cancellationToken) as long? ?? 0;
    }
}
