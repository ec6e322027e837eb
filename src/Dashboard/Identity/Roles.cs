namespace Posture.Dashboard.Identity;

/// <summary>The roles of the dashboard, as the identity provider's role claim spells them.</summary>
internal static class Roles
{
    /// <summary>Security lead: the whole fleet.</summary>
    public const string Lead = "lead";

    /// <summary>Developer of named namespaces: those only.</summary>
    public const string Tenant = "tenant";

    /// <summary>Manager or auditor: numbers of the whole fleet, reports, everybody's activity; by name only what the person's own tenants have.</summary>
    public const string Manager = "manager";

    /// <summary>Platform administrator: clusters, tenants, accounts; of what was found nothing, unless a lead as well.</summary>
    public const string Admin = "admin";

    public static readonly IReadOnlyList<string> All = [Lead, Tenant, Manager, Admin];
}
