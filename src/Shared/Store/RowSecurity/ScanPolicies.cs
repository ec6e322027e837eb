namespace Posture.Store.RowSecurity;

/// <summary>SQL of who may read what scanners found in a digest: whoever may read what is known of it, which is whoever sees a use of it in the cluster.</summary>
internal static class ScanPolicies
{
    public const string Create = """
        grant select, insert, update, delete on image_scans to posture_collector;
        grant select on image_scans to posture_web, posture_export;
        alter table image_scans enable row level security;
        alter table image_scans force row level security;
        create policy named on image_scans as restrictive for select to posture_web, posture_export using ((select tenancy.scope()) <> 'totals');
        create policy within on image_scans as restrictive for select to posture_web, posture_export
            using ((select tenancy.clusters()) is null or cluster_id = any((select tenancy.clusters())::uuid[]));
        -- Whoever asks sees of the uses in here the own ones only.
        create policy visible on image_scans for select to posture_web, posture_export using (
            (select tenancy.sees_all()) or (cluster_id, image) in (select u.cluster_id, u.image from image_uses u));
        -- The lists stay in the row and the document does not: what is counted is then read without what is not shown.
        alter table image_scans alter column libraries set storage main, alter column names set storage main, alter column marks set storage main;
        alter table image_scans set (toast_tuple_target = 128);
        """;
}
