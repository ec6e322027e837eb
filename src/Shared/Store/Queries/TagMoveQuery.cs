using System.Globalization;
using Npgsql;
using Posture.Model.Tenancy;
using Posture.Store.Commands.Writing;
using Posture.Store.Reading;

namespace Posture.Store.Queries;

/// <summary>
/// Tags that were seen under more than one digest, in any cluster and at any time. A reference that writes a digest beside its tag says nothing of the tag, and a tag that moves by
/// convention is not looked at; nor is one that nobody asked the policy of.
/// </summary>
public sealed class TagMoveQuery(NpgsqlDataSource source)
{
    /// <summary>Most tags.</summary>
    public const int MaxTags = 1000;

    /// <summary>Most digests of a tag.</summary>
    public const int MaxDigests = 20;

    private const string Says = "u.class is not null and not u.floating and u.tag is not null and u.digest is not null and position('@' in u.reference) = 0";

    /// <summary>Those of the uses that a filter leaves, past ones too.</summary>
    /// <param name="scope">What the person may see.</param>
    /// <param name="filter">Which uses; states are not looked at.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public Task<TagMoves> ListAsync(ViewScope scope, ImageFilter filter, CancellationToken cancellationToken) => ReadAsync(scope, filter, null, cancellationToken);

    /// <summary>Those that an image was seen under.</summary>
    /// <param name="scope">What the person may see.</param>
    /// <param name="digest">The image's.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public Task<TagMoves> OfAsync(ViewScope scope, string digest, CancellationToken cancellationToken) => ReadAsync(scope, ImageFilter.None, ImageKeys.Digest(digest), cancellationToken);

    private async Task<TagMoves> ReadAsync(ViewScope scope, ImageFilter filter, Guid? image, CancellationToken cancellationToken)
    {
        await using var snapshot = await ReadSnapshot.OpenAsync(source, scope, cancellationToken);
        await using var command = ImageQuery.Filtered(
            snapshot,
            $"""
            with seen as (
                select u.image, u.repository collate "C" as repository, u.tag collate "C" as tag, min(u.first_seen) as first_seen
                from image_uses u join clusters c on c.id = u.cluster_id where {ImageQuery.Filter(scope)} and {Says} group by 1, 2, 3),
            moved as (
                select s.repository, s.tag, count(*) as number, max(s.first_seen) as changed from seen s group by 1, 2 having count(*) > 1 and ($13::uuid is null or bool_or(s.image = $13))),
            picked as (
                select m.*, row_number() over (order by m.changed desc, m.repository, m.tag) as rank from moved m
                order by m.changed desc, m.repository, m.tag limit {(MaxTags + 1).ToString(CultureInfo.InvariantCulture)}),
            -- All else is asked of those alone that are shown.
            told as (
                select m.rank, m.number, min(u.host) as host, m.repository, m.tag, u.image, min(u.digest) as digest, min(u.first_seen) as first_seen,
                    case when count(*) = count(u.last_seen) then max(u.last_seen) end as last_seen, array_agg(distinct c.name) as clusters,
                    count(distinct (u.cluster_id, u.workload))::int as workloads, max(u.shape) as shape
                from picked m join image_uses u on u.repository = m.repository and u.tag = m.tag join clusters c on c.id = u.cluster_id
                where {ImageQuery.Filter(scope)} and {Says} group by m.rank, m.number, m.repository, m.tag, u.image),
            placed as (select t.*, row_number() over (partition by t.rank order by t.first_seen desc, t.digest) as place from told t)
            select p.rank, p.host, p.repository, p.tag, p.number::int, p.digest, p.first_seen, p.last_seen, p.clusters, p.workloads, p.shape, (
                select array(select jsonb_array_elements_text(f.doc->'spec'->'manifests')) from image_facts f
                where f.image = p.image and jsonb_typeof(f.doc->'spec'->'manifests') = 'array' limit 1)
            from placed p where p.place <= {MaxDigests.ToString(CultureInfo.InvariantCulture)} order by p.rank, p.place
            """,
            filter with { States = [], IncludePast = true }, image);
        command.Parameters[12].NpgsqlDbType = NpgsqlTypes.NpgsqlDbType.Uuid;
        var moves = new List<TagMove>();
        var last = 0L;
        await using var row = await command.ExecuteReaderAsync(cancellationToken);
        while (await row.ReadAsync(cancellationToken))
        {
            if (row.GetInt64(0) != last)
            {
                last = row.GetInt64(0);
                moves.Add(new(row.GetString(1), row.GetString(2), row.GetString(3), row.GetInt32(4), new List<TagDigest>()));
            }
            ((List<TagDigest>)moves[^1].Digests).Add(new(row.GetString(5), row.Time(6), row.TimeOrNull(7), row.GetFieldValue<string[]>(8), row.GetInt32(9))
            {
                Shape = row.TextOrNull(10),
                Manifests = row.IsDBNull(11) ? null : row.GetFieldValue<string[]>(11),
            });
        }
        return new([.. moves.Take(MaxTags).Where(move => !move.IsOneImage)], moves.Count > MaxTags);
    }
}
