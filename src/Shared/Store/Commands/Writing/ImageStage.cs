using Posture.Model.Inventory;
using Posture.Store.Reading;

namespace Posture.Store.Commands.Writing;

/// <summary>
/// The images of a commit. A use that ends keeps its row with the time of its end, and one that comes back takes it up again; a use whose digest was not known yet goes when the
/// digest is.
/// </summary>
internal sealed class ImageStage(CommitFrame frame)
{
    private readonly List<(Guid Key, WorkloadImages Of, ImageUse Use, Guid Workload)> _open = [];
    private readonly List<(Guid Key, ImageUse Use)> _judged = [];

    /// <summary>Uses begun and ended, and those that the policy says something else of.</summary>
    public int Rows { get; private set; }

    public async Task WriteAsync(IReadOnlyCollection<WorkloadImages> images, CancellationToken cancellationToken)
    {
        if (!frame.Full && images.Count == 0)
            return;
        var current = await CurrentAsync(images, cancellationToken);
        var known = new HashSet<(Guid Workload, string Container, string Reference)>();
        var seen = new HashSet<Guid>();
        foreach (var of in images)
        {
            var workload = ObjectStage.Key(of.Workload);
            foreach (var use in of.Uses)
            {
                if (use.Digest is not null)
                    known.Add((workload, PgText.Name(use.Container), PgText.Message(use.Reference)));
                var key = ImageKeys.Use(workload, use);
                if (!current.Remove(key, out var former))
                {
                    if (seen.Add(key))
                        _open.Add((key, of, use, workload));
                }
                else if (use.Standing is { } standing && Stored(standing) != former.Standing)
                    _judged.Add((key, use));
            }
        }
        // What was asked for and is not in use any more is what is left.
        var resolved = current.Where(row => row.Value.Digest is null && known.Contains((row.Value.Workload, row.Value.Container, row.Value.Reference))).Select(row => row.Key).ToArray();
        Guid[] ended = [.. current.Keys.Except(resolved)];
        Rows = _open.Count + ended.Length + resolved.Length + _judged.Count;
        if (resolved.Length > 0)
            await frame.Connection.RunAsync("delete from image_uses where cluster_id = $1 and key = any($2)", [frame.ClusterId, resolved], cancellationToken);
        if (ended.Length > 0)
            await frame.Connection.RunAsync("update image_uses set last_seen = $3 where cluster_id = $1 and key = any($2)", [frame.ClusterId, ended, frame.At], cancellationToken);
        if (_judged.Count > 0)
            await JudgeAsync(cancellationToken);
        if (_open.Count > 0)
            await OpenAsync(cancellationToken);
    }

    /// <summary>The policy changed: what it says now.</summary>
    private Task<int> JudgeAsync(CancellationToken cancellationToken) => frame.Connection.RunAsync(
        """
        update image_uses u set class = item.class, mirror = item.mirror, retired = item.retired, successor = item.successor, floating = item.floating
        from unnest($2::uuid[], $3::text[], $4::text[], $5::text[], $6::text[], $7::boolean[]) item(key, class, mirror, retired, successor, floating)
        where u.cluster_id = $1 and u.key = item.key
        """,
        [frame.ClusterId, _judged.Select(row => row.Key).ToArray(), .. Standings(_judged.ConvertAll(row => row.Use))], cancellationToken);

    private static object[] Standings(List<ImageUse> uses)
    {
        var stored = uses.ConvertAll(use => use.Standing is { } standing ? Stored(standing) : null);
        return
        [
            stored.Select(of => of?.Class).ToArray(), stored.Select(of => of?.Mirror).ToArray(), stored.Select(of => of?.Retired).ToArray(), stored.Select(of => of?.Successor).ToArray(),
            stored.Select(of => of?.IsFloating == true).ToArray(),
        ];
    }

    /// <summary>As it is kept: names of clusters may be of any length and hold anything.</summary>
    private static ImageStanding Stored(ImageStanding standing) => standing with
    {
        Mirror = Text(standing.Mirror),
        Retired = Text(standing.Retired),
        Successor = Text(standing.Successor),
    };

    private static string? Text(string? text) => text is null ? null : PgText.Message(text);

    private Task<int> OpenAsync(CancellationToken cancellationToken) => frame.Connection.RunAsync(
        """
        insert into image_uses (cluster_id, first_seen, key, image, workload, namespace, api_version, kind, name, container, role, reference, host, repository, tag, digest, class, mirror, retired, successor, floating)
        select $1, $2, item.* from unnest(
            $3::uuid[], $4::uuid[], $5::uuid[], $6::text[], $7::text[], $8::text[], $9::text[], $10::text[], $11::text[], $12::text[], $13::text[], $14::text[], $15::text[], $16::text[],
            $17::text[], $18::text[], $19::text[], $20::text[], $21::boolean[]) item
        on conflict (cluster_id, key) do update set
            last_seen = null, class = excluded.class, mirror = excluded.mirror, retired = excluded.retired, successor = excluded.successor, floating = excluded.floating
        """,
        [
            frame.ClusterId, frame.At, _open.Select(row => row.Key).ToArray(), _open.Select(row => ImageKeys.Image(row.Use)).ToArray(), _open.Select(row => row.Workload).ToArray(),
            Texts(row => row.Of.Workload.ScopeNamespace), Texts(row => row.Of.Workload.ApiVersion), Texts(row => row.Of.Workload.Kind), Texts(row => row.Of.Workload.Name),
            Texts(row => row.Use.Container), Texts(row => row.Use.Role), _open.Select(row => PgText.Message(row.Use.Reference)).ToArray(), Texts(row => row.Use.Host),
            _open.Select(row => PgText.Message(row.Use.Repository)).ToArray(), Texts(row => row.Use.Tag), Texts(row => row.Use.Digest),
            .. Standings(_open.ConvertAll(row => row.Use)),
        ],
        cancellationToken);

    private string?[] Texts(Func<(Guid Key, WorkloadImages Of, ImageUse Use, Guid Workload), string?> of) => [.. _open.Select(row => of(row) is { } text ? PgText.Name(text) : null)];

    private async Task<Dictionary<Guid, Former>> CurrentAsync(IReadOnlyCollection<WorkloadImages> images, CancellationToken cancellationToken)
    {
        const string Select = "select key, workload, container, reference, digest, class, mirror, retired, successor, floating from image_uses where cluster_id = $1 and last_seen is null";
        await using var command = frame.Full
            ? frame.Connection.Statement(Select, frame.ClusterId)
            : frame.Connection.Statement(Select + " and workload = any($2)", frame.ClusterId, images.Select(of => ObjectStage.Key(of.Workload)).ToArray());
        await using var row = await command.ExecuteReaderAsync(cancellationToken);
        var current = new Dictionary<Guid, Former>();
        while (await row.ReadAsync(cancellationToken))
            current[row.GetGuid(0)] = new(
                row.GetGuid(1), row.GetString(2), row.GetString(3), row.TextOrNull(4),
                row.TextOrNull(5) is { } name ? new(name) { Mirror = row.TextOrNull(6), Retired = row.TextOrNull(7), Successor = row.TextOrNull(8), IsFloating = row.GetBoolean(9) } : null);
        return current;
    }

    private readonly record struct Former(Guid Workload, string Container, string Reference, string? Digest, ImageStanding? Standing);
}
