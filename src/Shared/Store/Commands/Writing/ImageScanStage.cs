using System.Globalization;
using System.Text;
using System.Text.Json;
using Posture.Model.Inventory;
using Posture.Model.Names;
using Posture.Store.Reading;

namespace Posture.Store.Commands.Writing;

/// <summary>What scanners found in digests, beside the reports that say it, which belong to a namespace or to the cluster.</summary>
internal static class ImageScanStage
{
    /// <summary>Rows of one statement: the documents of a cluster together may be larger than one should be.</summary>
    private const int Batch = 500;

    public static async Task WriteAsync(CommitFrame frame, SnapshotCommit commit, CancellationToken cancellationToken)
    {
        var put = commit.Scans.DistinctBy(scan => scan.Digest).ToList();
        if (frame.Full)
            await frame.Connection.RunAsync(
                "delete from image_scans where cluster_id = $1 and not image = any($2)", [frame.ClusterId, put.Select(scan => ImageKeys.Digest(scan.Digest)).ToArray()], cancellationToken);
        else if (commit.ScansGone.Count > 0)
            await frame.Connection.RunAsync(
                "delete from image_scans where cluster_id = $1 and image = any($2)", [frame.ClusterId, commit.ScansGone.Select(ImageKeys.Digest).ToArray()], cancellationToken);
        foreach (var some in put.Chunk(Batch))
            await PutAsync(frame, some, cancellationToken);
    }

    private static async Task PutAsync(CommitFrame frame, ImageScan[] put, CancellationToken cancellationToken)
    {
        using var json = new SlimJson();
        var docs = Array.ConvertAll(put, scan => Encoding.UTF8.GetString(json.Scan(scan with { At = null }).Span));
        var lists = Array.ConvertAll(put, ListsOf);
        await frame.Connection.RunAsync(
            """
            insert into image_scans as held (cluster_id, image, hash, rank, digest, is_whole, newest, libraries, names, marks, doc)
            select $1, item.image, item.hash, item.rank, item.digest, item.is_whole, item.newest,
                array(select l from jsonb_array_elements_text(item.lists::jsonb -> 0) l)::bigint[], array(select l from jsonb_array_elements_text(item.lists::jsonb -> 1) l),
                array(select l from jsonb_array_elements_text(item.lists::jsonb -> 2) l)::bigint[], item.doc::jsonb
            from unnest($2::uuid[], $3::uuid[], $4::bigint[], $5::text[], $6::boolean[], $7::uuid[], $8::text[], $9::text[]) item(image, hash, rank, digest, is_whole, newest, lists, doc)
            on conflict (cluster_id, image) do update set hash = excluded.hash, rank = excluded.rank, is_whole = excluded.is_whole, newest = excluded.newest, libraries = excluded.libraries,
                names = excluded.names, marks = excluded.marks, doc = excluded.doc
            where held.hash <> excluded.hash or held.rank <> excluded.rank
            """,
            [
                frame.ClusterId, put.Select(scan => ImageKeys.Digest(scan.Digest)).ToArray(), docs.Select(doc => SlimJson.Hash(Encoding.UTF8.GetBytes(doc))).ToArray(),
                // A report of the future is one of now: else it would be believed for as long as it says.
                put.Select(scan => scan.At is { } at ? (at < frame.At ? at : frame.At).ToUnixTimeMilliseconds() : 0).ToArray(), put.Select(scan => PgText.Name(scan.Digest)).ToArray(),
                put.Select(scan => scan.IsWhole).ToArray(), put.Select(scan => scan.Newest is { Digest: { Length: > 0 } newest } ? ImageKeys.Digest(newest) : (Guid?)null).ToArray(), lists, docs,
            ],
            cancellationToken);
    }

    /// <summary>The three lists of a scan, as JSON: PostgreSQL has no arrays of lists of different lengths.</summary>
    private static string ListsOf(ImageScan scan)
    {
        var packages = scan.Libraries.GroupBy(library => (library.Type, library.Name)).ToList();
        return JsonSerializer.Serialize<string[][]>(
        [
            packages.Select(of => (ImageKeys.Library(of.Key.Type, of.Key.Name) | (long)CodeOf(of)).ToString(CultureInfo.InvariantCulture)).ToArray(),
            packages.Select(of => PgText.Name(Skeleton.Of(of.Key.Name))).ToArray(),
            packages.Select(of => MarkOf(of).ToString(CultureInfo.InvariantCulture)).ToArray(),
        ]);
    }

    private static int CodeOf(IEnumerable<ScannedLibrary> versions)
    {
        var fixable = versions.Where(version => version.Fixed is not null).ToList();
        return fixable.Count == 0 ? LibraryCode.NoFix : fixable.Where(version => version.Ids.Count > 0).Select(version => LibraryCode.Of(version.Severity)).DefaultIfEmpty(LibraryCode.Excluded).Max();
    }

    private static long MarkOf(IEnumerable<ScannedLibrary> versions) =>
        versions.Where(version => version.Fixed is not null).SelectMany(version => version.Ids).ToList() is { Count: > 0 } ids ? ImageKeys.Vulnerabilities(ids) : 0;
}
