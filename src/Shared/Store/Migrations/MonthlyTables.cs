namespace Posture.Store.Migrations;

/// <summary>
/// SQL of the tables that are partitioned by month of <c>valid_from</c>. Rows of a month without a partition of its own go to the default partition;
/// <c>ensure_partition</c> moves them when the partition is made. It waits at most two seconds for readers of the default partition, then gives up until the
/// next call: nothing depends on it but speed.
/// </summary>
internal static class MonthlyTables
{
    public const string Create = """
        create table findings (
            cluster_id uuid not null,
            fingerprint uuid not null,
            valid_from timestamptz not null,
            valid_to timestamptz,
            since timestamptz not null,
            hash uuid not null,
            layer smallint not null,
            severity smallint not null,
            verdict smallint not null,
            system boolean not null,
            control text not null,
            api_version text not null,
            kind text not null,
            namespace text not null,
            name text not null,
            message text not null,
            evidence jsonb,
            constraint pk_findings primary key (fingerprint, valid_from)
        ) partition by range (valid_from);

        create table objects (
            cluster_id uuid not null,
            key uuid not null,
            valid_from timestamptz not null,
            valid_to timestamptz,
            hash uuid not null,
            api_version text not null,
            kind text not null,
            namespace text not null,
            name text not null,
            uid text,
            doc jsonb not null,
            constraint pk_objects primary key (cluster_id, key, valid_from)
        ) partition by range (valid_from);

        create table scores (
            cluster_id uuid not null,
            whole boolean not null,
            namespace text not null,
            layer smallint not null,
            valid_from timestamptz not null,
            valid_to timestamptz,
            value double precision,
            without_exceptions double precision,
            coverage double precision,
            low double precision,
            high double precision,
            passed integer not null,
            failed integer not null,
            excepted integer not null,
            unassessed integer not null,
            constraint pk_scores primary key (cluster_id, whole, namespace, layer, valid_from)
        ) partition by range (valid_from);

        -- Faster than the built-in compression, but not in every build of the server.
        do $$
        begin
            alter table objects alter column doc set compression lz4;
            alter table findings alter column evidence set compression lz4;
        exception when feature_not_supported then null;
        end $$;

        create table findings_default partition of findings default;
        create table objects_default partition of objects default;
        create table scores_default partition of scores default;

        create function ensure_partition(parent text, at timestamptz) returns void language plpgsql as $$
        declare
            month timestamptz := date_trunc('month', at, 'UTC');
            next timestamptz := date_trunc('month', date_trunc('month', at, 'UTC') + interval '32 days', 'UTC');
            part text := format('%s_%s', parent, to_char(month at time zone 'UTC', 'YYYY_MM'));
        begin
            perform pg_advisory_xact_lock(hashtext('posture.partition'), hashtext(part));
            if to_regclass(part) is not null then
                return;
            end if;
            perform set_config('lock_timeout', '2s', true);
            execute format('create table %I (like %I including defaults including constraints including storage including compression)', part, parent);
            execute format('with moved as (delete from %I where valid_from >= %L and valid_from < %L returning *) insert into %I select * from moved',
                parent || '_default', month, next, part);
            execute format('alter table %I attach partition %I for values from (%L) to (%L)', parent, part, month, next);
        exception when lock_not_available then null;
        end $$;

        create function ensure_partitions(at timestamptz) returns void language sql as $$
            select ensure_partition(parent, day)
            from unnest(array['findings', 'objects', 'scores']) parent, unnest(array[at, at + interval '32 days']) day;
        $$;
        """;

    public const string Drop = """
        drop function ensure_partitions(timestamptz);
        drop function ensure_partition(text, timestamptz);
        drop table findings;
        drop table objects;
        drop table scores;
        """;
}
