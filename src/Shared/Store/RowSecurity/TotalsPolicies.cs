using Posture.Store.Listening;

namespace Posture.Store.RowSecurity;

/// <summary>
/// SQL of numbers without names (scope <c>totals</c>): counts, scores, clusters and coverage of everything; of findings only the columns that can be counted, and of
/// objects only nodes with their benchmarks, which decide requirements. Also tells listeners when somebody's namespaces changed.
/// </summary>
internal static class TotalsPolicies
{
    /// <summary>Columns of <c>findings</c> that name nothing smaller than a namespace.</summary>
    public const string Columns = "cluster_id, fingerprint, valid_from, valid_to, since, layer, severity, verdict, system, control, kind, namespace";

    public const string Create = $$"""
        create function tenancy.sees_totals() returns boolean stable language sql set search_path = pg_catalog as $$ select tenancy.scope() = 'totals' $$;

        grant usage on schema public, tenancy to {{StoreRole.Totals}};
        grant select on clusters, coverage, finding_counts, scores, snapshots, objects to {{StoreRole.Totals}};
        grant select ({{Columns}}) on findings to {{StoreRole.Totals}};

        do $$
        declare
            name text;
        begin
            foreach name in array array['clusters', 'coverage', 'finding_counts', 'scores', 'snapshots', 'findings'] loop
                execute format('create policy totals on %I for select to {{StoreRole.Totals}} using ((select tenancy.sees_totals()))', name);
            end loop;
        end $$;
        create policy totals on objects for select to {{StoreRole.Totals}}
            using ((select tenancy.sees_totals()) and namespace = '' and kind in ('Node', 'KubeBenchReport'));

        -- Who may turn into another account is a member of it, and its policies hold for members: not so for what has names.
        create policy named on findings as restrictive for select to posture_web, posture_export
            using ((select tenancy.scope()) <> 'totals');
        create policy named on objects as restrictive for select to posture_web, posture_export
            using ((select tenancy.scope()) <> 'totals');

        -- Administration: how clusters are collected.
        create policy administered on coverage for select to posture_web using ((select tenancy.administers()));
        create policy administered on snapshots for select to posture_web using ((select tenancy.administers()));
        create policy totals on audit for select to posture_web, posture_export, {{StoreRole.Totals}} using ((select tenancy.sees_totals()));
        grant select on audit to {{StoreRole.Totals}};

        create function tenancy.access_changed() returns trigger language plpgsql set search_path = pg_catalog as $$
        begin
            perform pg_notify('{{SnapshotListener.AccessChannel}}', '');
            return null;
        end $$;
        create trigger access_changed after insert or update or delete on tenant_namespaces for each row execute function tenancy.access_changed();
        """;

    public const string Drop = $$"""
        drop trigger access_changed on tenant_namespaces;
        drop function tenancy.access_changed();
        do $$
        declare
            found record;
        begin
            for found in select tablename, policyname from pg_policies where schemaname = 'public'
                and (policyname in ('totals', 'named') or (policyname = 'administered' and tablename in ('coverage', 'snapshots'))) loop
                execute format('drop policy %I on %I', found.policyname, found.tablename);
            end loop;
        end $$;
        revoke all on all tables in schema public from {{StoreRole.Totals}};
        revoke all ({{Columns}}) on findings from {{StoreRole.Totals}};
        revoke usage on schema public, tenancy from {{StoreRole.Totals}};
        drop function tenancy.sees_totals();
        """;
}
