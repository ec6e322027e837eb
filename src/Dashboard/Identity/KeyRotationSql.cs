using Posture.Store.Listening;

namespace Posture.Dashboard.Identity;

/// <summary>
/// SQL of <c>posture admin rotate-keys</c> (P-21). What was given out so far is worth nothing as soon as it commits: sessions and API tokens are ended in their rows,
/// access tokens removed, all keys so far revoked. The keys stay to be read: second factors are encrypted with them.
/// </summary>
internal static class KeyRotationSql
{
    public const string Create = "create table identity.key_rotations (at timestamptz primary key);" + Function;

    /// <summary>The function alone, for databases that have an older one.</summary>
    public const string Function = $$"""
        create or replace function identity.rotate_keys(out sessions int, out api_tokens int, out access_tokens int, out at timestamptz)
        language plpgsql set search_path = identity, pg_catalog as $$
        declare
            moment timestamptz := clock_timestamp();
        begin
            update identity.sessions s set ended_at = moment, provider_grant = null where s.ended_at is null and s.expires_at > moment;
            get diagnostics sessions = row_count;
            update identity.api_tokens t set revoked_at = moment where t.revoked_at is null;
            get diagnostics api_tokens = row_count;
            delete from identity."OpenIddictTokens";
            get diagnostics access_tokens = row_count;
            -- The key of audit checkpoints stays: they are evidence, and open nothing.
            delete from identity.signing_keys where kind in ('signing', 'encryption');
            -- Each by its id, as the framework writes it: by time, a key of a process whose clock is behind would be revoked as it is made.
            insert into identity.protection_keys (friendly_name, xml) select 'revocation-' || key, format(
                '<revocation version="1"><revocationDate>%s</revocationDate><key id="%s" /><reason>rotation</reason></revocation>',
                to_char(moment at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), key)
            from (select substring(xml from '^<key id="([0-9a-f-]{36})"') as key from identity.protection_keys) keys where key is not null;
            insert into identity.key_rotations values (moment);
            at := moment;
            perform pg_notify('{{SnapshotListener.SessionChannel}}', '');
        end $$;
        revoke all on function identity.rotate_keys() from public;
        grant execute on function identity.rotate_keys() to posture_identity;
        """;

    public const string Drop = """
        drop function identity.rotate_keys();
        drop table identity.key_rotations;
        """;
}
