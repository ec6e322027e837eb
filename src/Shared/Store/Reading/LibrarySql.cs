using System.Globalization;
using Posture.Model.Tenancy;
using Posture.Store.Queries;

namespace Posture.Store.Reading;

/// <summary>
/// SQL of libraries with a fix, and of the images that have them. What a scan says is compared by the ids of vulnerabilities, never by version numbers: a newer image is free of what an
/// image has when its own scan, which has to be whole, names none of these in a library of that name.
/// </summary>
internal static class LibrarySql
{
    private const string Library = "(e.key & -8)";
    private const string Code = "(e.key & 7)::int";

    /// <summary>Condition on a package of an image: it has a fix, and what was typed is in its name, in the image's, or the id of one of its vulnerabilities.</summary>
    private const string Open = $"""
        k.used and {Code} > 0 and (cardinality($7::int[]) = 0 or {Code} = any($7))
            and ($6::text is null or k.named or position(public.skeleton($6) in e.name) > 0 or e.name = any(l.hits))
        """;

    /// <summary>
    /// Images in use with the packages of theirs that are shown, and how each stands to the fix. One row at least, for the counts. $5 clusters, $6 text, $7 codes, $8 whether the text may be
    /// an id, $9 most libraries, $10 most images of each, $11 how many libraries come before.
    /// </summary>
    public static string Pairs(ViewScope scope) => $"""
        with known as materialized (
            select u.image, min(u.repository collate "C") as repository, max(u.created_at) as built, bool_or(u.last_seen is null) as runs,
                bool_or(u.last_seen is null and (cardinality($5::text[]) = 0 or c.name = any($5))) as used,
                bool_or(case when $6::text is null then false else u.last_seen is null and position(public.skeleton($6) in u.search) > 0 end) as named
            from image_uses u join clusters c on c.id = u.cluster_id where {ScopedCommand.Sees(scope, "u.namespace")} and $4::timestamptz is null group by 1),
        told as (select distinct on (s.image) s.image, s.cluster_id from image_scans s order by s.image, s.rank desc, s.cluster_id),
        looked as materialized (
            select s.image, s.cluster_id, s.digest, s.is_whole, s.newest, s.libraries, s.names, s.marks,
                case when $8::boolean then array(
                    select public.skeleton(p ->> 'name') from jsonb_array_elements(s.doc -> 'libraries') p where p -> 'ids' ?| array[$6, upper($6)]) else array[]::text[] end as hits
            from told t join image_scans s on s.cluster_id = t.cluster_id and s.image = t.image),
        counted as (select count(*) filter (where l.image is not null) as looked, count(*) as images from known k left join looked l on l.image = k.image where k.runs),
        libraries as (
            select {Library} as library, max({Code}) filter (where {Code} < {Excluded}) as severity, count(*) filter (where {Code} < {Excluded}) as images
            from looked l join known k on k.image = l.image, unnest(l.libraries, l.names) e(key, name) where {Open} group by 1),
        shown as (select s.* from libraries s order by s.severity desc nulls last, s.images desc, s.library limit $9 offset $11),
        sibling as materialized (
            select distinct on (k.repository) k.repository, k.image, k.built from known k join looked l on l.image = k.image where k.built is not null order by k.repository, k.built desc, k.image),
        pairs as (
            select s.library, s.severity, s.images, l.image, l.cluster_id, l.digest, k.repository, case
                    when {Code} = {Excluded} then {(int)LibraryState.Excluded}
                    when a.newest or a.sibling then {(int)LibraryState.Rebuilt}
                    when l.newest = l.image or not a.newest then {(int)LibraryState.Outdated}
                    else {(int)LibraryState.Unknown} end as state,
                case when {Code} = {Excluded} then null when a.newest then n.image when a.sibling then m.image end as rebuilt,
                case when {Code} = {Excluded} then null when a.newest then n.digest when a.sibling then m.digest end as rebuilt_digest
            from looked l join known k on k.image = l.image cross join lateral unnest(l.libraries, l.names, l.marks) e(key, name, mark) join shown s on s.library = {Library}
                left join looked n on n.image = l.newest and l.newest <> l.image
                left join sibling b on b.repository = k.repository and b.built > k.built left join looked m on m.image = b.image
                cross join lateral (select {IsFree("n")} as newest, {IsFree("m")} as sibling) a
            where {Open}),
        placed as (
            select p.*, row_number() over (partition by p.library order by {Order}, p.repository, p.image) as place,
                {string.Join(", ", Enum.GetValues<LibraryState>().Order().Select(state => $"count(*) filter (where p.state = {((int)state).ToString(CultureInfo.InvariantCulture)}) over (partition by p.library) as n{((int)state).ToString(CultureInfo.InvariantCulture)}"))}
            from pairs p)
        select c.looked, c.images, p.library, p.severity, (select count(*) from libraries), p.image, p.cluster_id, p.digest, p.state, p.rebuilt, p.rebuilt_digest, p.n0, p.n1, p.n2, p.n3
        from counted c left join placed p on p.place <= $10 order by p.severity desc nulls last, p.images desc, p.library, p.place
        """;

    private const int Excluded = LibraryCode.Excluded;

    /// <summary>What only has to be rolled out first, then what is to be rebuilt, then what nobody knows.</summary>
    private static readonly string Order = $"array_position(array[{(int)LibraryState.Rebuilt}, {(int)LibraryState.Outdated}, {(int)LibraryState.Unknown}, {(int)LibraryState.Excluded}], p.state)";

    /// <summary>
    /// Whether another image is free of what an image has of a package: true, false, or null when its scan does not tell. The same vulnerabilities have the same mark; only where the marks
    /// differ are documents read.
    /// </summary>
    private static string IsFree(string other) => $"""
        case when {other}.image is null then null
            when not e.name = any({other}.names) then case when {other}.is_whole then true end
            when e.mark <> 0 and {other}.marks[array_position({other}.names, e.name)] = e.mark then false
            when exists (
                select 1 from image_scans x, image_scans y, jsonb_array_elements(x.doc -> 'libraries') a, jsonb_array_elements(y.doc -> 'libraries') b
                where x.cluster_id = l.cluster_id and x.image = l.image and y.cluster_id = {other}.cluster_id and y.image = {other}.image
                    and a ? 'fixed' and public.skeleton(a ->> 'name') = e.name and public.skeleton(b ->> 'name') = e.name
                    and b -> 'ids' ?| array(select jsonb_array_elements_text(a -> 'ids'))) then false
            when {other}.is_whole then true end
        """;
}
