namespace Posture.Dashboard.Identity;

/// <summary>SQL of <c>posture admin break-glass</c>: keeps the hash of a new code in the place of those of before.</summary>
internal static class BreakGlassSql
{
    public const string Create = """
        create function identity.issue_break_glass(code_hash text, until timestamptz) returns void
        language sql set search_path = identity, pg_catalog as $$
            delete from identity.break_glass_codes;
            insert into identity.break_glass_codes (hash, expires_at) values (code_hash, until);
        $$;
        revoke all on function identity.issue_break_glass(text, timestamptz) from public;
        grant execute on function identity.issue_break_glass(text, timestamptz) to posture_identity;
        """;

    public const string Drop = "drop function identity.issue_break_glass(text, timestamptz);";
}
