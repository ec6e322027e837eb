namespace Posture.Store.RowSecurity;

/// <summary>
/// SQL of who may read what images are built on: whoever may read what is known of the image. What images say of themselves, wherever they run, is the collectors' alone.
/// </summary>
internal static class AncestorPolicies
{
    public const string Create = """
        grant select, insert, update, delete on image_ancestors, known_images to posture_collector;
        grant select on image_ancestors to posture_web, posture_export;
        alter table image_ancestors enable row level security;
        alter table image_ancestors force row level security;
        alter table known_images enable row level security;
        alter table known_images force row level security;
        create policy named on image_ancestors as restrictive for select to posture_web, posture_export using ((select tenancy.scope()) <> 'totals');
        create policy within on image_ancestors as restrictive for select to posture_web, posture_export
            using ((select tenancy.clusters()) is null or cluster_id = any((select tenancy.clusters())::uuid[]));
        -- Whoever asks sees of the uses in here the own ones only.
        create policy visible on image_ancestors for select to posture_web, posture_export using (
            (select tenancy.sees_all()) or (cluster_id, image) in (select u.cluster_id, u.image from image_uses u));
        """;
}
