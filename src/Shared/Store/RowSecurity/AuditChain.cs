namespace Posture.Store.RowSecurity;

/// <summary>
/// SQL of the audit log (P-32, P-33): rows are only ever added, and each holds the hash of the one before. The hash is made by the database under a lock, so that
/// two writers cannot both follow the same row. A superuser can make the whole chain anew; only a checkpoint kept elsewhere tells.
/// </summary>
internal static class AuditChain
{
    /// <summary>Of the first row's predecessor.</summary>
    public static readonly byte[] Start = new byte[32];

    public const string Create = """
        create function tenancy.audit_text(entry audit) returns text immutable language sql set search_path = pg_catalog as $$
            select string_agg(octet_length(part) || ':' || part, ',' order by place)
            from unnest(array[entry.seq::text, (extract(epoch from entry.at) * 1000000)::bigint::text, entry.actor, entry.actor_name, entry.address, entry.action, entry.target,
                entry.result, entry.details]) with ordinality parts(part, place)
        $$;

        create function tenancy.audit_append() returns trigger security definer language plpgsql set search_path = public, pg_catalog as $$
        begin
            perform pg_advisory_xact_lock(hashtext('posture.audit'));
            select seq + 1, hash into new.seq, new.previous from audit order by seq desc limit 1;
            new.seq := coalesce(new.seq, 1);
            new.previous := coalesce(new.previous, decode(repeat('00', 32), 'hex'));
            new.at := clock_timestamp();
            new.hash := sha256(new.previous || convert_to(tenancy.audit_text(new), 'UTF8'));
            return new;
        end $$;

        create function tenancy.audit_refuse() returns trigger language plpgsql set search_path = pg_catalog as $$
        begin
            raise exception 'the audit log is only ever added to' using errcode = 'insufficient_privilege';
        end $$;

        create trigger append before insert on audit for each row execute function tenancy.audit_append();
        create trigger refuse before update or delete on audit for each row execute function tenancy.audit_refuse();
        create trigger refuse_truncate before truncate on audit for each statement execute function tenancy.audit_refuse();

        alter table audit enable row level security;
        alter table audit force row level security;
        grant usage on schema tenancy to posture_identity;
        grant insert on audit to posture_web, posture_identity;
        grant select on audit to posture_web, posture_export;
        -- The owner's function reads the newest row, and row-level security binds the owner too.
        create policy chained on audit for select to current_user using (true);
        create policy appended on audit for insert to posture_web, posture_identity with check (true);
        create policy visible on audit for select to posture_web, posture_export
            using ((select tenancy.sees_all()) or (select tenancy.administers()) or actor = nullif(current_setting('posture.actor', true), ''));
        """;

    public const string Drop = """
        drop table audit cascade;
        drop function tenancy.audit_append();
        drop function tenancy.audit_refuse();
        """;
}
