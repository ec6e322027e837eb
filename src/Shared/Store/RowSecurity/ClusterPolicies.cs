namespace Posture.Store.RowSecurity;

/// <summary>
/// SQL of a scope that is limited to clusters, as an API token's is: the setting <c>posture.scope</c> ends in <c>@</c> and their ids, and outside of these no row
/// is visible, whatever the part before it allows.
/// </summary>
internal static class ClusterPolicies
{
    public const string Create = """
        create or replace function tenancy.scope() returns text stable language plpgsql set search_path = pg_catalog as $$
        declare
            scope text := split_part(current_setting('posture.scope', true), '@', 1);
        begin
            if scope is null or scope = '' then
                raise exception 'posture.scope is not set: every query runs in a scope' using errcode = 'insufficient_privilege';
            end if;
            return scope;
        end $$;

        -- Null is no limit; no id at all is nothing.
        create function tenancy.clusters() returns uuid[] stable language sql set search_path = pg_catalog as $$
            select case when strpos(current_setting('posture.scope', true), '@') > 0
                then string_to_array(split_part(current_setting('posture.scope', true), '@', 2), ',')::uuid[] end
        $$;

        do $$
        declare
            name text;
        begin
            foreach name in array array['clusters', 'coverage', 'findings', 'finding_counts', 'objects', 'scores', 'snapshots', 'namespaces', 'tenant_namespaces'] loop
                execute format(
                    'create policy within on %I as restrictive for select to posture_web, posture_export, posture_totals
                        using ((select tenancy.clusters()) is null or %I = any((select tenancy.clusters())::uuid[]))',
                    name, case name when 'clusters' then 'id' else 'cluster_id' end);
            end loop;
        end $$;
        """;

    public const string Drop = """
        do $$
        declare
            name text;
        begin
            for name in select tablename from pg_policies where schemaname = 'public' and policyname = 'within' loop
                execute format('drop policy within on %I', name);
            end loop;
        end $$;
        drop function tenancy.clusters();
        create or replace function tenancy.scope() returns text stable language plpgsql set search_path = pg_catalog as $$
        declare
            scope text := current_setting('posture.scope', true);
        begin
            if scope is null or scope = '' then
                raise exception 'posture.scope is not set: every query runs in a scope' using errcode = 'insufficient_privilege';
            end if;
            return scope;
        end $$;
        """;
}
