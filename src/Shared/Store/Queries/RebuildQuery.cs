using System.Globalization;
using Npgsql;
using NpgsqlTypes;
using Posture.Model.Tenancy;
using Posture.Store.Reading;

namespace Posture.Store.Queries;

/// <summary>Which images in use stand on which version of which base, which were rebuilt, and where the former still runs.</summary>
public sealed class RebuildQuery(NpgsqlDataSource source)
{
    /// <summary>Most lines of a page.</summary>
    public const int MaxSize = 50;

    /// <summary>Most images of a line by name.</summary>
    public const int MaxImages = 50;

    /// <summary>Most images that are built on one.</summary>
    public const int MaxBuilt = 100;

    /// <summary>Workloads named of one image.</summary>
    public const int MaxExamples = 5;

    /// <summary>Most versions of a line.</summary>
    public const int MaxVersions = 100;

    private const int MaxNames = 20;

    private static readonly string Clusters = $"(array_agg(distinct b.cluster))[1:{MaxNames.ToString(CultureInfo.InvariantCulture)}]";
    private static readonly string Tags = $"coalesce((array_agg(distinct b.own_tag) filter (where b.own_tag is not null))[1:{MaxNames.ToString(CultureInfo.InvariantCulture)}], array[]::text[])";

    private static readonly string Examples =
        $"(array_agg(distinct array[b.cluster, b.api_version, b.kind, b.namespace, b.name]))[1:{MaxExamples.ToString(CultureInfo.InvariantCulture)}][1:5]";

    /// <summary>One page of the bases below what a person may see.</summary>
    /// <param name="scope">What the person may see.</param>
    /// <param name="filter">Which of it.</param>
    /// <param name="page">From 1.</param>
    /// <param name="size">1 to <see cref="MaxSize"/>.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public async Task<RebuildView> ReadAsync(ViewScope scope, RebuildFilter filter, int page, int size, CancellationToken cancellationToken)
    {
        await using var snapshot = await ReadSnapshot.OpenAsync(source, scope, cancellationToken);
        var names = await ClustersAsync(snapshot, cancellationToken);
        var text = ScopedCommand.Typed(filter.Text);
        var tally = new RebuildTally();
        await AddUsesAsync(snapshot, tally, filter.Clusters.Count == 0 ? null : [.. names.Where(name => filter.Clusters.Contains(name.Value)).Select(name => name.Key)], text, cancellationToken);
        tally.Count(await AncestorsAsync(snapshot, tally.Samples, text, cancellationToken), filter.Owners);
        var shown = tally.Lines.Skip((int)Math.Min((Math.Max(page, 1) - 1) * (long)size, tally.Lines.Count)).Take(Math.Clamp(size, 1, MaxSize)).ToList();
        var behind = await BehindAsync(snapshot, tally.Behind(shown, MaxImages).ToList(), filter, cancellationToken);
        return new([.. shown.Select(line => LineOf(line, names, [.. behind[line]]))], tally.Lines.Count, [.. tally.Owners.Take(MaxNames)], tally.Looked, tally.Images);
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

    private static async Task<Dictionary<Guid, string>> ClustersAsync(ReadSnapshot snapshot, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand("select id, name from clusters", snapshot.Connection);
        var names = new Dictionary<Guid, string>();
        await using var row = await command.ExecuteReaderAsync(cancellationToken);
        while (await row.ReadAsync(cancellationToken))
            names[row.GetGuid(0)] = row.GetString(1);
        return names;
    }

    private static async Task AddUsesAsync(ReadSnapshot snapshot, RebuildTally tally, HashSet<Guid>? clusters, string? text, CancellationToken cancellationToken)
    {
        await using var command = snapshot.Scoped(
            $"""
            select u.cluster_id, u.stack, u.image, u.workload, $5::text is null or position(public.skeleton($5) in u.search) > 0
            from image_uses u join clusters c on c.id = u.cluster_id where u.last_seen is null and {ScopedCommand.Sees(snapshot.Scope, "u.namespace")} and $4::timestamptz is null
            """, null, text);
        command.Parameters[4].NpgsqlDbType = NpgsqlDbType.Text;
        await using var row = await command.ExecuteReaderAsync(cancellationToken);
        while (await row.ReadAsync(cancellationToken))
        {
            var cluster = row.GetGuid(0);
            tally.Add(cluster, row.IsDBNull(1) ? null : row.GetGuid(1), row.GetGuid(2), row.GetGuid(3), clusters?.Contains(cluster) != false, row.GetBoolean(4));
        }
    }

    private static async Task<List<(int Stack, RebuildAncestor Of)>> AncestorsAsync(ReadSnapshot snapshot, IReadOnlyList<(Guid Cluster, Guid Image)> samples, string? text, CancellationToken cancellationToken)
    {
        await using var command = snapshot.Scoped(
            $"""
            select (s.place - 1)::int, a.repository, a.line, a.owner, a.tag, a.digest, a.created_at, a.current, a.current_tag, a.current_since, coalesce(a.is_rebuilt, false),
                $7::text is null or position(public.skeleton($7) in public.skeleton(a.repository || ':' || coalesce(a.tag, '') || ' ' || a.digest)) > 0
            from unnest($5::uuid[], $6::uuid[]) with ordinality s(cluster_id, image, place)
            cross join lateral (select * from image_ancestors o where o.cluster_id = s.cluster_id and o.image = s.image offset 0) a
            where {ScopedCommand.Unused}
            """, null, samples.Select(sample => sample.Cluster).ToArray(), samples.Select(sample => sample.Image).ToArray(), text);
        command.Parameters[6].NpgsqlDbType = NpgsqlDbType.Text;
        var ancestors = new List<(int, RebuildAncestor)>();
        await using var row = await command.ExecuteReaderAsync(cancellationToken);
        while (await row.ReadAsync(cancellationToken))
            ancestors.Add((
                row.GetInt32(0),
                new(row.GetString(1), row.GetString(2), row.GetString(3), row.TextOrNull(4), row.GetString(5), row.TimeOrNull(6), row.TextOrNull(7), row.TextOrNull(8), row.TimeOrNull(9), row.GetBoolean(10), row.GetBoolean(11))));
        return ancestors;
    }

    /// <summary>Names are put together for those alone that are shown.</summary>
    private static async Task<ILookup<LineTally, BuiltImage>> BehindAsync(ReadSnapshot snapshot, List<(LineTally Line, BehindImage Image)> behind, RebuildFilter filter, CancellationToken cancellationToken)
    {
        var places = behind.SelectMany((pair, at) => pair.Image.Stacks.Select(stack => (At: at, stack.Stack, stack.IsText))).ToList();
        await using var command = snapshot.Scoped(
            $"""
            with below as (
                select s.place, c.name as cluster, u.api_version, u.kind, u.namespace, u.name, u.repository as own, u.tag as own_tag, u.digest as own_digest
                from unnest($5::int[], $6::uuid[], $7::uuid[], $8::boolean[]) s(place, image, stack, is_text)
                -- One look-up of the index an image: the planner, who cannot count an array, would read all uses.
                cross join lateral (select * from image_uses o where o.image = s.image offset 0) u join clusters c on c.id = u.cluster_id
                where u.stack = s.stack and u.last_seen is null and {ScopedCommand.Sees(snapshot.Scope, "u.namespace")} and $4::timestamptz is null
                    and (cardinality($9::text[]) = 0 or c.name = any($9)) and (s.is_text or position(public.skeleton($10) in u.search) > 0))
            select b.place, min(b.own_digest collate "C"), min(b.own collate "C"), {Tags}, {Clusters}, {Examples} from below b group by b.place
            """,
            null, places.Select(place => place.At).ToArray(), places.Select(place => behind[place.At].Image.Image).ToArray(), places.Select(place => place.Stack).ToArray(),
            places.Select(place => place.IsText).ToArray(), filter.Clusters.ToArray(), ScopedCommand.Typed(filter.Text));
        command.Parameters[9].NpgsqlDbType = NpgsqlDbType.Text;
        var images = new List<(LineTally Line, BuiltImage Image)>();
        await using var row = await command.ExecuteReaderAsync(cancellationToken);
        while (await row.ReadAsync(cancellationToken))
        {
            var (line, image) = behind[row.GetInt32(0)];
            images.Add((line, new(row.GetString(1), row.GetString(2), row.GetFieldValue<string[]>(3), image.State, image.Workloads, row.GetFieldValue<string[]>(4), ExamplesOf(row, 5))));
        }
        return images.OrderByDescending(pair => pair.Image.State).ThenByDescending(pair => pair.Image.Workloads).ThenBy(pair => pair.Image.Repository, StringComparer.Ordinal)
            .ThenBy(pair => pair.Image.Digest, StringComparer.Ordinal).ToLookup(pair => pair.Line, pair => pair.Image);
    }

    private static BaseLine LineOf(LineTally line, Dictionary<Guid, string> names, IReadOnlyList<BuiltImage> behind) => new(
        line.Repository, line.Line, line.Owner, line.CurrentTag, line.Current, line.CurrentSince,
        [.. line.Versions.Take(MaxVersions).Select(version => new BaseVersion(
            version.Tag, version.Digest, version.Created, version.IsCurrent, version.Images, version.IsCurrent == false ? version.Rebuilt : 0, version.Workloads,
            [.. version.Clusters.Select(id => names[id]).Order(StringComparer.Ordinal).Take(MaxNames)]))],
        behind)
    {
        States = Enum.GetValues<RebuildState>().ToDictionary(state => state, line.Of),
        VersionsTotal = line.Versions.Count,
    };

    /// <summary>Workloads with their clusters, from an array of the texts of each.</summary>
    internal static List<(string Cluster, Model.Inventory.ObjectRef Workload)> ExamplesOf(NpgsqlDataReader row, int at)
    {
        var named = row.GetFieldValue<string[,]>(at);
        return [.. Enumerable.Range(0, named.GetLength(0)).Select(of => (named[of, 0], new Model.Inventory.ObjectRef(named[of, 1], named[of, 2], named[of, 3], named[of, 4])))];
    }

    private static BuiltImage ImageOf(NpgsqlDataReader row, int from) => new(
        row.GetString(from), row.GetString(from + 1), row.GetFieldValue<string[]>(from + 2), (RebuildState)row.GetInt32(from + 3), row.GetInt32(from + 4), row.GetFieldValue<string[]>(from + 5), ExamplesOf(row, from + 6));
}
