using System.Globalization;
using Npgsql;
using NpgsqlTypes;
using Posture.Model.Tenancy;
using Posture.Store.Reading;

namespace Posture.Store.Queries;

/// <summary>Which images in use stand on which version of which base, which were rebuilt, and where the former still runs.</summary>
public sealed class RebuildQuery(NpgsqlDataSource source)
{
    /// <summary>Most lines of bases.</summary>
    public const int MaxLines = 100;

    /// <summary>Most images of a line by name.</summary>
    public const int MaxImages = 50;

    /// <summary>Most images that are built on one.</summary>
    public const int MaxBuilt = 100;

    /// <summary>Workloads named of one image.</summary>
    public const int MaxExamples = 5;

    private const int MaxVersions = 2000;
    private const int MaxNames = 20;

    private static readonly string Clusters = $"(array_agg(distinct b.cluster))[1:{MaxNames.ToString(CultureInfo.InvariantCulture)}]";
    private static readonly string Tags = $"coalesce((array_agg(distinct b.own_tag) filter (where b.own_tag is not null))[1:{MaxNames.ToString(CultureInfo.InvariantCulture)}], array[]::text[])";

    private static readonly string Examples =
        $"(array_agg(distinct array[b.cluster, b.api_version, b.kind, b.namespace, b.name]))[1:{MaxExamples.ToString(CultureInfo.InvariantCulture)}][1:5]";

    private const string State = "case when l.current is null then 0 when b.digest = l.current then 1 when bool_or(coalesce(b.is_rebuilt, false)) then 3 else 2 end";

    /// <summary>The bases below what a person may see.</summary>
    public async Task<RebuildView> ReadAsync(ViewScope scope, RebuildFilter filter, CancellationToken cancellationToken)
    {
        await using var snapshot = await ReadSnapshot.OpenAsync(source, scope, cancellationToken);
        var (looked, images, owners) = await CountAsync(snapshot, cancellationToken);
        var versions = await VersionsAsync(snapshot, filter, cancellationToken);
        var lines = versions.GroupBy(version => (version.Line.Repository, version.Line.Line)).Select(group => group.First().Line with
        {
            Versions = [.. group.Select(version => version.Version).OrderByDescending(version => version.IsCurrent == true).ThenByDescending(version => version.Created).ThenBy(version => version.Digest, StringComparer.Ordinal)],
        }).OrderByDescending(line => line.Of(RebuildState.Rebuilt) + line.Of(RebuildState.Outdated)).ThenBy(line => line.Repository, StringComparer.Ordinal).ThenBy(line => line.Line, StringComparer.Ordinal).ToList();
        var shown = lines.Take(MaxLines).ToList();
        var behind = await BehindAsync(snapshot, filter, shown, cancellationToken);
        return new([.. shown.Select(line => line with { Behind = [.. behind[(line.Repository, line.Line)]] })], lines.Count, owners, looked, images);
    }

    /// <summary>Images in use that are built on one, and which of some images are in use where they may be seen.</summary>
    internal static async Task<(IReadOnlyList<BuiltImage> Built, IReadOnlySet<string> InUse)> OfImageAsync(ReadSnapshot snapshot, Guid image, IReadOnlyList<Guid> others, CancellationToken cancellationToken)
    {
        await using var command = snapshot.Scoped(
            $"""
            with below as (
                select c.name as cluster, u.image, u.workload, u.cluster_id, u.api_version, u.kind, u.namespace, u.name, u.repository as own, u.tag as own_tag, u.digest as own_digest,
                    a.current, a.digest, a.is_rebuilt
                from image_ancestors a join image_uses u on u.cluster_id = a.cluster_id and u.image = a.image join clusters c on c.id = u.cluster_id
                where a.ancestor = $5 and u.last_seen is null and u.digest is not null and {ScopedCommand.Sees(snapshot.Scope, "u.namespace")} and $4::timestamptz is null)
            select b.own_digest, min(b.own collate "C"), {Tags}, case when bool_and(b.current is null) then 0 when bool_or(b.current = b.digest) then 1 when bool_or(coalesce(b.is_rebuilt, false)) then 3 else 2 end,
                count(distinct (b.cluster_id, b.workload))::int, {Clusters}, {Examples}
            from below b group by b.image, b.own_digest order by 2, 1 limit {MaxBuilt.ToString(CultureInfo.InvariantCulture)}
            """, null, image);
        var built = new List<BuiltImage>();
        await using (var row = await command.ExecuteReaderAsync(cancellationToken))
            while (await row.ReadAsync(cancellationToken))
                built.Add(ImageOf(row, 0));
        await using var known = snapshot.Scoped(
            $"""
            select distinct u.digest from image_uses u join clusters c on c.id = u.cluster_id
            where u.image = any($5) and u.digest is not null and {ScopedCommand.Sees(snapshot.Scope, "u.namespace")} and $4::timestamptz is null
            """, null, others.ToArray());
        var inUse = new HashSet<string>(StringComparer.Ordinal);
        await using var digest = await known.ExecuteReaderAsync(cancellationToken);
        while (await digest.ReadAsync(cancellationToken))
            inUse.Add(digest.GetString(0));
        return (built, inUse);
    }

    /// <summary>Uses with their ancestors, and of each line what it has now: clusters may have asked at different times, so that the newest counts.</summary>
    private static string Below(ViewScope scope) => $"""
        with below as materialized (
            select c.name as cluster, u.cluster_id, u.image, u.workload, u.api_version, u.kind, u.namespace, u.name, u.repository as own, u.tag as own_tag, u.digest as own_digest,
                a.repository, a.line, a.owner, a.tag, a.digest, a.created_at, a.current, a.current_tag, a.current_since, a.is_rebuilt
            from image_uses u join clusters c on c.id = u.cluster_id join image_ancestors a on a.cluster_id = u.cluster_id and a.image = u.image
            where u.last_seen is null and u.digest is not null and {ScopedCommand.Sees(scope, "u.namespace")} and $4::timestamptz is null
                and (cardinality($5::text[]) = 0 or c.name = any($5)) and (cardinality($6::text[]) = 0 or a.owner = any($6))
                and ($7::text is null or position(public.skeleton($7) in u.search) > 0 or position(public.skeleton($7) in public.skeleton(a.repository || ':' || coalesce(a.tag, '') || ' ' || a.digest)) > 0)),
        lines as (
            select b.repository, b.line, max(b.owner) as owner,
                (array_agg(b.current order by b.current_since desc nulls last, b.current) filter (where b.current is not null))[1] as current,
                (array_agg(b.current_tag order by b.current_since desc nulls last, b.current) filter (where b.current is not null))[1] as current_tag, max(b.current_since) as current_since
            from below b group by 1, 2)
        """;

    private static NpgsqlCommand Filtered(ReadSnapshot snapshot, string sql, RebuildFilter filter, params ReadOnlySpan<object?> more)
    {
        var text = filter.Text is { Length: > 0 } typed ? typed[..Math.Min(typed.Length, 200)] : null;
        var command = snapshot.Scoped(sql, null, [filter.Clusters.ToArray(), filter.Owners.ToArray(), text, .. more]);
        command.Parameters[6].NpgsqlDbType = NpgsqlDbType.Text;
        return command;
    }

    private static async Task<(long Looked, long Images, IReadOnlyList<string> Owners)> CountAsync(ReadSnapshot snapshot, CancellationToken cancellationToken)
    {
        await using var command = snapshot.Scoped(
            $"""
            with used as materialized (
                select distinct u.cluster_id, u.image from image_uses u join clusters c on c.id = u.cluster_id
                where u.last_seen is null and {ScopedCommand.Sees(snapshot.Scope, "u.namespace")} and $4::timestamptz is null)
            select (select count(distinct u.image) from used u join image_facts f on f.cluster_id = u.cluster_id and f.image = u.image where f.doc -> 'spec' ? 'ancestors'),
                (select count(distinct image) from used),
                array(select distinct a.owner from used u join image_ancestors a on a.cluster_id = u.cluster_id and a.image = u.image order by 1 limit {MaxNames.ToString(CultureInfo.InvariantCulture)})
            """, null);
        await using var row = await command.ExecuteReaderAsync(cancellationToken);
        await row.ReadAsync(cancellationToken);
        return (row.GetInt64(0), row.GetInt64(1), row.GetFieldValue<string[]>(2));
    }

    private static async Task<List<(BaseLine Line, BaseVersion Version)>> VersionsAsync(ReadSnapshot snapshot, RebuildFilter filter, CancellationToken cancellationToken)
    {
        await using var command = Filtered(
            snapshot,
            $"""
            {Below(snapshot.Scope)}
            select l.repository, l.line, l.owner, l.current_tag, l.current, l.current_since, max(b.tag), b.digest, max(b.created_at), l.current = b.digest, count(distinct b.image)::int,
                count(distinct b.image) filter (where b.is_rebuilt and b.digest <> l.current)::int, count(distinct (b.cluster_id, b.workload))::int, {Clusters}
            from below b join lines l on l.repository = b.repository and l.line = b.line
            group by l.repository, l.line, l.owner, l.current_tag, l.current, l.current_since, b.digest order by 11 desc, 1, 2, 8 limit {MaxVersions.ToString(CultureInfo.InvariantCulture)}
            """, filter);
        var versions = new List<(BaseLine, BaseVersion)>();
        await using var row = await command.ExecuteReaderAsync(cancellationToken);
        while (await row.ReadAsync(cancellationToken))
            versions.Add((
                new(row.GetString(0), row.GetString(1), row.GetString(2), row.TextOrNull(3), row.TextOrNull(4), row.TimeOrNull(5), [], []),
                new(row.TextOrNull(6), row.GetString(7), row.TimeOrNull(8), row.IsDBNull(9) ? null : row.GetBoolean(9), row.GetInt32(10), row.GetInt32(11), row.GetInt32(12), row.GetFieldValue<string[]>(13))));
        return versions;
    }

    private static async Task<ILookup<(string, string), BuiltImage>> BehindAsync(ReadSnapshot snapshot, RebuildFilter filter, List<BaseLine> lines, CancellationToken cancellationToken)
    {
        await using var command = Filtered(
            snapshot,
            $"""
            {Below(snapshot.Scope)},
            behind as (
                select b.repository, b.line, b.own_digest, min(b.own collate "C") as own, {Tags} as tags, {State} as state, count(distinct (b.cluster_id, b.workload))::int as workloads,
                    {Clusters} as clusters, {Examples} as examples
                from below b join lines l on l.repository = b.repository and l.line = b.line
                where l.current is not null and b.digest <> l.current and (b.repository, b.line) in (select * from unnest($8::text[], $9::text[]))
                group by b.repository, b.line, b.image, b.own_digest, b.digest, l.current),
            placed as (select k.*, row_number() over (partition by k.repository, k.line order by k.state desc, k.workloads desc, k.own, k.own_digest) as place from behind k)
            select p.repository, p.line, p.own_digest, p.own, p.tags, p.state, p.workloads, p.clusters, p.examples from placed p
            where p.place <= {MaxImages.ToString(CultureInfo.InvariantCulture)} order by p.repository, p.line, p.place
            """, filter, lines.Select(line => line.Repository).ToArray(), lines.Select(line => line.Line).ToArray());
        var images = new List<((string, string) Line, BuiltImage Image)>();
        await using var row = await command.ExecuteReaderAsync(cancellationToken);
        while (await row.ReadAsync(cancellationToken))
            images.Add(((row.GetString(0), row.GetString(1)), ImageOf(row, 2)));
        return images.ToLookup(pair => pair.Line, pair => pair.Image);
    }

    private static BuiltImage ImageOf(NpgsqlDataReader row, int from)
    {
        var named = row.GetFieldValue<string[,]>(from + 6);
        return new(
            row.GetString(from), row.GetString(from + 1), row.GetFieldValue<string[]>(from + 2), (RebuildState)row.GetInt32(from + 3), row.GetInt32(from + 4), row.GetFieldValue<string[]>(from + 5),
            [.. Enumerable.Range(0, named.GetLength(0)).Select(at => (named[at, 0], new Model.Inventory.ObjectRef(named[at, 1], named[at, 2], named[at, 3], named[at, 4])))]);
    }
}
