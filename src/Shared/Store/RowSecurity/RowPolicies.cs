namespace Posture.Store.RowSecurity;

/// <summary>
/// SQL of tenancy: who may touch which table, and which rows. The scope of a transaction is the setting <c>posture.scope</c>: <c>all</c>, <c>tenants:</c> with
/// ids, or <c>admin</c> (configuration, nothing of what was collected). Where it is not set, every policy raises (P-03): PostgreSQL gives back an empty string
/// after a former transaction's local setting, so empty counts as not set.
/// </summary>
internal static class RowPolicies
{
    public const string Create = """
        -- Not named after the product: an owner of the same name would find it before public.
        create schema tenancy;

        create function tenancy.scope() returns text stable language plpgsql set search_path = pg_catalog as $$
        declare
            scope text := current_setting('posture.scope', true);
        begin
            if scope is null or scope = '' then
                raise exception 'posture.scope is not set: every query runs in a scope' using errcode = 'insufficient_privilege';
            end if;
            return scope;
        end $$;

        create function tenancy.sees_all() returns boolean stable language sql set search_path = pg_catalog as $$ select tenancy.scope() = 'all' $$;

        create function tenancy.administers() returns boolean stable language sql set search_path = pg_catalog as $$ select tenancy.scope() = 'admin' $$;

        create function tenancy.tenants() returns uuid[] stable language sql set search_path = pg_catalog as $$
            select case when tenancy.scope() like 'tenants:_%' then string_to_array(substr(tenancy.scope(), 9), ',')::uuid[] else '{}' end
        $$;

        -- A rule names exactly one namespace or cluster, all clusters (*), or those that begin with a prefix up to a dash (shop-*).
        create function tenancy.matches(rule text, name text) returns boolean immutable language sql set search_path = pg_catalog as $$
            select rule = name or rule = '*' or (rule like '%-*' and starts_with(name, left(rule, -1)))
        $$;

        -- Brings the tenants' namespaces up to date with rules and namespaces; null means every one. A namespace that was made anew under its old name is another
        -- one (F-36): it is held back until an administrator says whose it is.
        create function tenancy.expand_tenants(of_tenant uuid, of_cluster uuid) returns void language sql set search_path = public, pg_catalog as $$
            -- One after the other: a rule and a namespace that are written at the same moment would not see each other.
            select pg_advisory_xact_lock(hashtext('posture.tenants'));
            delete from tenant_namespaces v
            where (of_tenant is null or v.tenant_id = of_tenant) and (of_cluster is null or v.cluster_id = of_cluster)
                and not exists (
                    select 1 from tenant_rules r join clusters c on c.id = v.cluster_id
                    where r.tenant_id = v.tenant_id and tenancy.matches(r.cluster, c.name) and tenancy.matches(r.namespace, v.namespace));
            insert into tenant_namespaces (tenant_id, cluster_id, namespace, uid, held)
            select distinct r.tenant_id, n.cluster_id, n.name, n.uid, false
            from namespaces n join clusters c on c.id = n.cluster_id
                join tenant_rules r on tenancy.matches(r.namespace, n.name) and tenancy.matches(r.cluster, c.name)
            where (of_tenant is null or r.tenant_id = of_tenant) and (of_cluster is null or n.cluster_id = of_cluster)
            on conflict do nothing;
            update tenant_namespaces v set uid = case when v.uid = '' then n.uid else v.uid end, held = v.uid <> '' and v.uid <> n.uid
            from namespaces n
            where n.cluster_id = v.cluster_id and n.name = v.namespace and n.uid <> '' and (v.uid <> n.uid or v.held)
                and (of_tenant is null or v.tenant_id = of_tenant) and (of_cluster is null or v.cluster_id = of_cluster);
        $$;

        alter function ensure_partition(text, timestamptz) security definer set search_path = public, pg_catalog;
        alter function ensure_partitions(timestamptz) security definer set search_path = public, pg_catalog;
        revoke all on function ensure_partition(text, timestamptz), ensure_partitions(timestamptz) from public;
        grant execute on function ensure_partitions(timestamptz) to posture_collector;

        revoke all on schema tenancy from public;
        grant usage on schema tenancy to posture_collector, posture_web, posture_export;
        grant usage on schema public to posture_collector, posture_web, posture_export;
        grant select, insert, update, delete on
            clusters, coverage, findings, finding_counts, objects, scores, snapshots, cluster_digests, namespaces, tenant_namespaces to posture_collector;
        grant select on tenants, tenant_rules to posture_collector;
        grant select on
            clusters, coverage, findings, finding_counts, objects, scores, snapshots, namespaces, tenants, tenant_rules, tenant_namespaces to posture_web, posture_export;
        grant insert, update, delete on tenants, tenant_rules, tenant_namespaces to posture_web;

        do $$
        declare
            name text;
            own text := 'v.tenant_id = any((select tenancy.tenants())::uuid[]) and not v.held';
            visible text := '(select tenancy.sees_all()) or (cluster_id, namespace) in (select v.cluster_id, v.namespace from tenant_namespaces v where ' || own || ')';
            cluster text := '(select tenancy.sees_all()) or %s in (select v.cluster_id from tenant_namespaces v where ' || own || ')';
            admin text := '(select tenancy.administers())';
        begin
            foreach name in array array['clusters', 'coverage', 'findings', 'finding_counts', 'objects', 'scores', 'snapshots', 'cluster_digests', 'namespaces',
                'tenants', 'tenant_rules', 'tenant_namespaces'] loop
                execute format('alter table %I enable row level security', name);
                execute format('alter table %I force row level security', name);
            end loop;
            foreach name in array array['findings', 'finding_counts', 'objects', 'scores'] loop
                execute format('create policy visible on %I for select to posture_web, posture_export using (%s)', name, visible);
            end loop;
            execute 'create policy visible on clusters for select to posture_web, posture_export using (' || format(cluster, 'id') || ' or ' || admin || ')';
            execute 'create policy visible on coverage for select to posture_web, posture_export using (' || format(cluster, 'cluster_id') || ')';
            execute 'create policy visible on snapshots for select to posture_web, posture_export using (' || format(cluster, 'cluster_id') || ')';
            execute 'create policy visible on namespaces for select to posture_web, posture_export using ((select tenancy.sees_all()) or ' || admin || ')';
            foreach name in array array['tenants', 'tenant_rules', 'tenant_namespaces'] loop
                execute format('create policy visible on %I for select to posture_web, posture_export using ((select tenancy.sees_all()) or %s or %s)', name, admin,
                    case name when 'tenants' then 'id = any((select tenancy.tenants())::uuid[])'
                        when 'tenant_rules' then 'tenant_id = any((select tenancy.tenants())::uuid[])'
                        else '(' || replace(own, 'v.', '') || ')' end);
                execute format('create policy administered on %I for all to posture_web using (%s) with check (%s)', name, admin, admin);
            end loop;
        end $$;
        """;

    public const string Drop = """
        alter function ensure_partition(text, timestamptz) security invoker;
        alter function ensure_partitions(timestamptz) security invoker;
        do $$
        declare
            found record;
        begin
            for found in select tablename, policyname from pg_policies where schemaname = 'public' loop
                execute format('drop policy %I on %I', found.policyname, found.tablename);
            end loop;
            for found in select relname from pg_class where relnamespace = 'public'::regnamespace and relrowsecurity loop
                execute format('alter table %I disable row level security', found.relname);
                execute format('alter table %I no force row level security', found.relname);
            end loop;
        end $$;
        drop schema tenancy cascade;
        """;
}
