namespace Posture.Store.RowSecurity;

/// <summary>
/// SQL of who may read images: uses by namespace, as all that has one; what is known of a digest, which belongs to no namespace, with any use of it in the cluster that may be read.
/// Of numbers only the columns that can be counted.
/// </summary>
internal static class ImagePolicies
{
    public const string Create = $"""
        grant select, insert, update, delete on image_uses, image_facts to posture_collector;
        grant select on image_uses, image_facts to posture_web, posture_export;
        grant select (cluster_id, namespace, image, last_seen) on image_uses to {StoreRole.Totals};
        grant select (cluster_id, image, state) on image_facts to {StoreRole.Totals};

        do $$
        declare
            name text;
        begin
            foreach name in array array['image_uses', 'image_facts'] loop
                execute format('alter table %I enable row level security', name);
                execute format('alter table %I force row level security', name);
                execute format('create policy totals on %I for select to {StoreRole.Totals} using ((select tenancy.sees_totals()))', name);
                execute format('create policy named on %I as restrictive for select to posture_web, posture_export using ((select tenancy.scope()) <> ''totals'')', name);
                execute format(
                    'create policy within on %I as restrictive for select to posture_web, posture_export, posture_totals
                        using ((select tenancy.clusters()) is null or cluster_id = any((select tenancy.clusters())::uuid[]))', name);
            end loop;
        end $$;

        create policy visible on image_uses for select to posture_web, posture_export using (
            (select tenancy.sees_all()) or (cluster_id, namespace) in (
                select v.cluster_id, v.namespace from tenant_namespaces v where v.tenant_id = any((select tenancy.tenants())::uuid[]) and not v.held));
        -- Whoever asks sees of the uses in here the own ones only.
        create policy visible on image_facts for select to posture_web, posture_export using (
            (select tenancy.sees_all()) or (cluster_id, image) in (select u.cluster_id, u.image from image_uses u));
        """;
}
