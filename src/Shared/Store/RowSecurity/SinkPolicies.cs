namespace Posture.Store.RowSecurity;

/// <summary>SQL of <c>audit_sinks</c>: configuration, which the product writes in that scope and no person reads in another.</summary>
internal static class SinkPolicies
{
    public const string Create = """
        alter table audit_sinks enable row level security;
        alter table audit_sinks force row level security;
        grant select, insert, update on audit_sinks to posture_web;
        create policy administered on audit_sinks for all to posture_web using ((select tenancy.administers())) with check ((select tenancy.administers()));
        """;
}
