using System.Globalization;
using System.Text.Json;
using Npgsql;
using NpgsqlTypes;
using Posture.Model.Inventory;
using Posture.Model.Json;
using Posture.Model.Tenancy;
using Posture.Store.Commands.Writing;
using Posture.Store.Reading;

namespace Posture.Store.Queries;

/// <summary>Which images in use still have a library that a newer version fixes, which were rebuilt with it, and where the former still runs.</summary>
public sealed class LibraryQuery(NpgsqlDataSource source)
{
    /// <summary>Most libraries of a page.</summary>
    public const int MaxSize = 50;

    /// <summary>Most images of a library by name.</summary>
    public const int MaxImages = 25;

    private const int MaxNames = 20;

    private static readonly string Names = MaxNames.ToString(CultureInfo.InvariantCulture);

    /// <summary>One page of the libraries that a person may see.</summary>
    /// <param name="scope">What the person may see.</param>
    /// <param name="filter">Which of it.</param>
    /// <param name="page">From 1.</param>
    /// <param name="size">1 to <see cref="MaxSize"/>.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public async Task<LibraryView> ReadAsync(ViewScope scope, LibraryFilter filter, int page, int size, CancellationToken cancellationToken)
    {
        await using var snapshot = await ReadSnapshot.OpenAsync(source, scope, cancellationToken);
        var (pairs, looked, images, total) = await PairsAsync(snapshot, filter, page, Math.Clamp(size, 1, MaxSize), cancellationToken);
        var places = await PlacesAsync(snapshot, filter, [.. pairs.Select(pair => pair.Image).Distinct()], cancellationToken);
        var scans = await ScansAsync(snapshot, [.. pairs.Select(pair => (pair.Cluster, pair.Image)).Distinct()], cancellationToken);
        var tags = await TagsAsync(snapshot, [.. pairs.Where(pair => pair.RebuiltImage is not null).Select(pair => pair.RebuiltImage!.Value).Distinct()], cancellationToken);
        return new([.. pairs.GroupBy(pair => pair.Library).Select(of => LibraryOf([.. of], places, scans, tags))], total, looked, images);
    }

    /// <summary>What scanners found in an image, as the newest of the visible clusters says; null when nobody looked.</summary>
    internal static async Task<ImageScan?> OfImageAsync(ReadSnapshot snapshot, Guid image, CancellationToken cancellationToken)
    {
        await using var command = snapshot.Scoped(
            $"select s.doc::text, s.rank from image_scans s where s.image = $5 and {ScopedCommand.Unused} order by s.rank desc, s.cluster_id limit 1", null, image);
        await using var row = await command.ExecuteReaderAsync(cancellationToken);
        return await row.ReadAsync(cancellationToken) ? Read(row.GetString(0)) with { At = row.GetInt64(1) is > 0 and var at ? DateTimeOffset.FromUnixTimeMilliseconds(at) : null } : null;
    }

    private static ImageScan Read(string doc) => JsonSerializer.Deserialize(doc, ModelJson.Default.ImageScan) ?? new();

    private static FixedLibrary LibraryOf(List<Pair> of, Dictionary<Guid, LibraryImage> places, Dictionary<Guid, ImageScan> scans, Dictionary<Guid, string> tags)
    {
        var images = of.Where(pair => places.ContainsKey(pair.Image)).Select(pair => (Pair: pair, Image: places[pair.Image] with
        {
            Digest = pair.Digest,
            State = pair.State,
            Versions = [.. scans[pair.Image].Libraries.Where(library => library.Fixed is not null && ImageKeys.Library(library.Type, library.Name) == pair.Library)],
            RebuiltAs = pair.RebuiltDigest,
            RebuiltTag = pair.RebuiltImage is { } rebuilt ? tags.GetValueOrDefault(rebuilt) ?? (scans[pair.Image].Newest is { } newest && newest.Digest == pair.RebuiltDigest ? newest.Tag : null) : null,
        })).ToList();
        var named = images.SelectMany(one => one.Image.Versions).FirstOrDefault();
        return new(named?.Type ?? "", named?.Name ?? "", of[0].Severity is { } severity ? LibraryCode.Severities[severity - 1] : null, of[0].States, [.. images.Select(one => one.Image)]);
    }

    private static async Task<(List<Pair> Pairs, long Looked, long Images, int Total)> PairsAsync(
        ReadSnapshot snapshot, LibraryFilter filter, int page, int size, CancellationToken cancellationToken)
    {
        var text = ScopedCommand.Typed(filter.Text);
        await using var command = snapshot.Scoped(
            LibrarySql.Pairs(snapshot.Scope), null, filter.Clusters.ToArray(), text, filter.Severities.Select(LibraryCode.Of).ToArray(), IsId(text), size, MaxImages,
            (Math.Max(page, 1) - 1L) * size);
        command.Parameters[5].NpgsqlDbType = NpgsqlDbType.Text;
        var (pairs, looked, images, total) = (new List<Pair>(), 0L, 0L, 0);
        await using var row = await command.ExecuteReaderAsync(cancellationToken);
        while (await row.ReadAsync(cancellationToken))
        {
            (looked, images, total) = (row.GetInt64(0), row.GetInt64(1), (int)row.GetInt64(4));
            if (row.IsDBNull(2))
                break; // nothing but the counts
            pairs.Add(new(
                row.GetInt64(2), row.IsDBNull(3) ? null : row.GetInt32(3), row.GetGuid(5), row.GetGuid(6), row.GetString(7), (LibraryState)row.GetInt32(8), row.IdOrNull(9), row.TextOrNull(10),
                new Dictionary<LibraryState, int>
                {
                    [LibraryState.Unknown] = (int)row.GetInt64(11),
                    [LibraryState.Outdated] = (int)row.GetInt64(12),
                    [LibraryState.Rebuilt] = (int)row.GetInt64(13),
                    [LibraryState.Excluded] = (int)row.GetInt64(14),
                }));
        }
        return (pairs, looked, images, total);
    }

    /// <summary>Ids have a dash and a digit, and no blank; only such a text is looked for among them, for that reads every document.</summary>
    private static bool IsId(string? text) => text is { Length: >= 5 and <= 60 } && text.Contains('-', StringComparison.Ordinal) && text.Any(char.IsAsciiDigit) && !text.Any(char.IsWhiteSpace);

    /// <summary>Where images are in use.</summary>
    private static async Task<Dictionary<Guid, LibraryImage>> PlacesAsync(ReadSnapshot snapshot, LibraryFilter filter, Guid[] images, CancellationToken cancellationToken)
    {
        await using var command = snapshot.Scoped(
            $"""
            select u.image, min(u.repository collate "C"), coalesce((array_agg(distinct u.tag) filter (where u.tag is not null))[1:{Names}], array[]::text[]),
                count(distinct (u.cluster_id, u.workload))::int, (array_agg(distinct c.name))[1:{Names}],
                (array_agg(distinct array[c.name, u.api_version, u.kind, u.namespace, u.name]))[1:{RebuildQuery.MaxExamples.ToString(CultureInfo.InvariantCulture)}][1:5]
            from image_uses u join clusters c on c.id = u.cluster_id
            where u.image = any($6) and u.last_seen is null and {ScopedCommand.Sees(snapshot.Scope, "u.namespace")} and $4::timestamptz is null and (cardinality($5::text[]) = 0 or c.name = any($5))
            group by 1
            """, null, filter.Clusters.ToArray(), images);
        var places = new Dictionary<Guid, LibraryImage>();
        await using var row = await command.ExecuteReaderAsync(cancellationToken);
        while (await row.ReadAsync(cancellationToken))
            places[row.GetGuid(0)] = new(
                "", row.GetString(1), row.GetFieldValue<string[]>(2), LibraryState.Unknown, row.GetInt32(3), row.GetFieldValue<string[]>(4), RebuildQuery.ExamplesOf(row, 5));
        return places;
    }

    private static async Task<Dictionary<Guid, ImageScan>> ScansAsync(ReadSnapshot snapshot, (Guid Cluster, Guid Image)[] images, CancellationToken cancellationToken)
    {
        await using var command = snapshot.Scoped(
            $"select s.image, s.doc::text from unnest($5::uuid[], $6::uuid[]) i(cluster_id, image) join image_scans s on s.cluster_id = i.cluster_id and s.image = i.image where {ScopedCommand.Unused}",
            null, images.Select(image => image.Cluster).ToArray(), images.Select(image => image.Image).ToArray());
        var scans = new Dictionary<Guid, ImageScan>();
        await using var row = await command.ExecuteReaderAsync(cancellationToken);
        while (await row.ReadAsync(cancellationToken))
            scans[row.GetGuid(0)] = Read(row.GetString(1));
        return scans;
    }

    /// <summary>A tag of each image, also of one that is no longer in use.</summary>
    private static async Task<Dictionary<Guid, string>> TagsAsync(ReadSnapshot snapshot, Guid[] images, CancellationToken cancellationToken)
    {
        await using var command = snapshot.Scoped(
            $"""
            select u.image, max(u.tag) from image_uses u join clusters c on c.id = u.cluster_id
            where u.image = any($5) and u.tag is not null and {ScopedCommand.Sees(snapshot.Scope, "u.namespace")} and $4::timestamptz is null group by 1
            """, null, images);
        var tags = new Dictionary<Guid, string>();
        await using var row = await command.ExecuteReaderAsync(cancellationToken);
        while (await row.ReadAsync(cancellationToken))
            tags[row.GetGuid(0)] = row.GetString(1);
        return tags;
    }

    private sealed record Pair(
        long Library, int? Severity, Guid Image, Guid Cluster, string Digest, LibraryState State, Guid? RebuiltImage, string? RebuiltDigest, IReadOnlyDictionary<LibraryState, int> States);
}
