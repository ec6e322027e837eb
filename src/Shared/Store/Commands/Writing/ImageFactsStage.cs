using System.Text;
using Posture.Model.Inventory;
using Posture.Store.Queries;
using Posture.Store.Reading;

namespace Posture.Store.Commands.Writing;

/// <summary>
/// What is known of digests, beside the objects that say it: a tenant may read it of the digests that its namespaces use, and objects of the cluster it may not. Written after the
/// uses, which carry a copy of what lists are sorted and counted by.
/// </summary>
internal static class ImageFactsStage
{
    /// <summary>Most ancestors of one image; a folder can name as many as it likes.</summary>
    private const int MaxAncestors = 50;

    private const string Copy = """
        update image_uses u set rank = k.rank, created_at = k.created_at, stack = k.stack, transport = k.transport, anonymous_pull = k.anonymous_pull
        from (
            select of.cluster_id, of.key, of.image, f.rank, f.created_at, f.stack, case when f.repository = of.repository then f.transport end as transport,
                case when f.repository = of.repository then f.anonymous_pull end as anonymous_pull
            from image_uses of left join image_facts f on f.cluster_id = of.cluster_id and f.image = of.image) k
        where k.cluster_id = $1 and u.cluster_id = k.cluster_id and u.key = k.key
            and (u.rank, u.created_at, u.stack, u.transport, u.anonymous_pull) is distinct from (k.rank, k.created_at, k.stack, k.transport, k.anonymous_pull)
        """;

    public static async Task WriteAsync(CommitFrame frame, SnapshotCommit commit, CancellationToken cancellationToken)
    {
        var put = commit.Put.OfType<ImageFacts>().DistinctBy(facts => facts.Name).ToList();
        var gone = commit.Removed.Where(IsFacts).Select(facts => ImageKeys.Digest(facts.Name)).ToArray();
        if (frame.Full)
            await frame.Connection.RunAsync(
                "delete from image_facts where cluster_id = $1 and not image = any($2)",
                [frame.ClusterId, put.Select(facts => facts.Name).Concat(commit.Kept.Where(IsFacts).Select(kept => kept.Name)).Select(ImageKeys.Digest).ToArray()], cancellationToken);
        else if (gone.Length > 0)
            await frame.Connection.RunAsync("delete from image_facts where cluster_id = $1 and image = any($2)", [frame.ClusterId, gone], cancellationToken);
        if (put.Count > 0 && await PutAsync(frame, put, cancellationToken) is { Count: > 0 } changed)
            await PutAncestorsAsync(frame, changed, [.. put.Where(facts => changed.Contains(ImageKeys.Digest(facts.Name)))], cancellationToken);
        Guid[] touched = [.. gone, .. put.Select(facts => ImageKeys.Digest(facts.Name)), .. commit.Images.SelectMany(of => of.Uses).Select(ImageKeys.Image)];
        if (frame.Full)
            await frame.Connection.RunAsync(Copy, [frame.ClusterId], cancellationToken);
        else if (touched.Length > 0)
            await frame.Connection.RunAsync($"{Copy} and k.image = any($2)", [frame.ClusterId, touched.Distinct().ToArray()], cancellationToken);
    }

    private static async Task PutAncestorsAsync(CommitFrame frame, HashSet<Guid> changed, List<ImageFacts> put, CancellationToken cancellationToken)
    {
        await frame.Connection.RunAsync("delete from image_ancestors where cluster_id = $1 and image = any($2)", [frame.ClusterId, changed.ToArray()], cancellationToken);
        var rows = put.SelectMany(facts => Ancestors(facts).Select((ancestor, at) => (Image: ImageKeys.Digest(facts.Name), At: at, Of: ancestor))).ToList();
        if (rows.Count == 0)
            return;
        await frame.Connection.RunAsync(
            """
            insert into image_ancestors (cluster_id, image, position, ancestor, repository, line, tag, digest, layers, is_declared, owner, created_at, current, current_tag, current_since, is_rebuilt)
            select $1, item.* from unnest($2::uuid[], $3::int[], $4::uuid[], $5::text[], $6::text[], $7::text[], $8::text[], $9::int[], $10::boolean[], $11::text[], $12::timestamptz[], $13::text[],
                $14::text[], $15::timestamptz[], $16::boolean[]) item
            """,
            [
                frame.ClusterId, rows.Select(row => row.Image).ToArray(), rows.Select(row => row.At).ToArray(), rows.Select(row => ImageKeys.Digest(row.Of.Digest)).ToArray(),
                Names(row => row.Repository), Names(row => row.Line ?? ""), Names(row => row.Tag), Names(row => row.Digest), rows.Select(row => row.Of.Layers).ToArray(),
                rows.Select(row => row.Of.IsDeclared).ToArray(), Names(row => row.Owner), rows.Select(row => row.Of.Created?.ToUniversalTime()).ToArray(), Names(row => row.Current),
                Names(row => row.CurrentTag), rows.Select(row => row.Of.CurrentSince?.ToUniversalTime()).ToArray(), rows.Select(row => row.Of.IsRebuilt).ToArray(),
            ],
            cancellationToken);

        string?[] Names(Func<ImageAncestor, string?> of) => [.. rows.Select(row => of(row.Of) is { } text ? PgText.Name(text) : null)];
    }

    /// <returns>The images of which anything is new.</returns>
    private static async Task<HashSet<Guid>> PutAsync(CommitFrame frame, List<ImageFacts> put, CancellationToken cancellationToken)
    {
        using var json = new SlimJson();
        var docs = put.ConvertAll(facts => Encoding.UTF8.GetString(json.Document(facts).Span));
        var signers = put.ConvertAll(facts => facts.Spec.Signatures is [var first, ..] ? first : null);
        await using var command = frame.Connection.Statement(
            """
            insert into image_facts as held (cluster_id, image, hash, digest, state, code, reason, signer, issuer, checked_at, created_at, doc, rank, repository, transport, anonymous_pull, stack)
            select $1, item.image, item.hash, item.digest, item.state, item.code, item.reason, item.signer, item.issuer, item.checked_at, item.created_at, item.doc::jsonb, item.rank, item.repository, item.transport, item.anonymous_pull, item.stack
            from unnest($2::uuid[], $3::uuid[], $4::text[], $5::text[], $6::text[], $7::text[], $8::text[], $9::text[], $10::timestamptz[], $11::timestamptz[], $12::text[], $13::bigint[],
                    $14::text[], $15::text[], $16::boolean[], $17::uuid[])
                item(image, hash, digest, state, code, reason, signer, issuer, checked_at, created_at, doc, rank, repository, transport, anonymous_pull, stack)
            on conflict (cluster_id, image) do update set hash = excluded.hash, state = excluded.state, code = excluded.code, reason = excluded.reason, signer = excluded.signer,
                issuer = excluded.issuer, checked_at = excluded.checked_at, created_at = excluded.created_at, doc = excluded.doc, rank = excluded.rank, repository = excluded.repository,
                transport = excluded.transport, anonymous_pull = excluded.anonymous_pull, stack = excluded.stack
            where held.hash <> excluded.hash
            returning image
            """,
            [
                frame.ClusterId, put.Select(facts => ImageKeys.Digest(facts.Name)).ToArray(), docs.Select(doc => SlimJson.Hash(Encoding.UTF8.GetBytes(doc))).ToArray(),
                put.Select(facts => PgText.Name(facts.Name)).ToArray(), put.Select(facts => ImageRank.States[StateOf(facts)]).ToArray(),
                Texts(put, facts => facts.Spec.Trust?.Code), Texts(put, facts => facts.Spec.Trust?.Reason),
                signers.Select(signer => Text(signer?.Signer)).ToArray(), signers.Select(signer => Text(signer?.Issuer)).ToArray(),
                put.Select(facts => facts.Spec.CheckedAt?.ToUniversalTime()).ToArray(), put.Select(facts => facts.Spec.Created?.ToUniversalTime()).ToArray(), docs.ToArray(),
                put.Select(facts => ImageRank.Of(StateOf(facts), facts.Spec.CheckedAt)).ToArray(), Texts(put, facts => facts.Spec.Registry?.Repository),
                Texts(put, facts => facts.Spec.Registry?.Transport), put.Select(facts => facts.Spec.Registry?.AnonymousPull).ToArray(),
                put.Select(facts => facts.Spec.Ancestors is null ? (Guid?)null : ImageKeys.Stack(Ancestors(facts))).ToArray(),
            ]);
        var changed = new HashSet<Guid>();
        await using (var row = await command.ExecuteReaderAsync(cancellationToken))
            while (await row.ReadAsync(cancellationToken))
                changed.Add(row.GetGuid(0));
        if (put.Where(facts => ShapeOf(facts.Spec) is not null).ToList() is { Count: > 0 } shaped)
            await frame.Connection.RunAsync(
                """
                update image_uses u set shape = item.shape from unnest($2::uuid[], $3::text[]) item(image, shape)
                where u.cluster_id = $1 and u.image = item.image and u.shape is distinct from item.shape
                """,
                [frame.ClusterId, shaped.Select(facts => ImageKeys.Digest(facts.Name)).ToArray(), Texts(shaped, facts => ShapeOf(facts.Spec))], cancellationToken);
        return changed;
    }

    private static IEnumerable<ImageAncestor> Ancestors(ImageFacts facts) => (facts.Spec.Ancestors ?? []).Take(MaxAncestors);

    private static string? ShapeOf(ImageFactsData facts) => facts switch
    {
        { Manifests: { Count: > 0 } } => TagMove.Index,
        { Manifests: [], Platforms: [var only] } => only,
        _ => null,
    };

    private static int StateOf(ImageFacts facts) => ImageRank.StateOf(facts.Spec.Trust?.State);

    private static bool IsFacts(ObjectRef item) => item is { Kind: nameof(ImageFacts), Group: KindInfo.OwnGroup };

    private static string?[] Texts(List<ImageFacts> put, Func<ImageFacts, string?> of) => [.. put.Select(facts => Text(of(facts)))];

    private static string? Text(string? text) => text is null ? null : PgText.Message(text);
}
