namespace Posture.Dashboard.Identity;

/// <summary>The roles of the dashboard, as the identity provider's role claim spells them.</summary>
internal static class Roles
{
    /// <summary>Security lead: the whole fleet.</summary>
    public const string Lead = "lead";

    /// <summary>Developer of named namespaces: those only.</summary>
    public const string Tenant = "tenant";

    /// <summary>Manager or auditor: the whole fleet, read and report.</summary>
    public const string Manager = "manager";

    /// <summary>Platform administrator.</summary>
    public const string Admin = "admin";

    public static readonly IReadOnlyList<string> All = [Lead, Tenant, Manager, Admin];

    /// <summary>Roles that see every namespace.</summary>
    public static readonly IReadOnlyList<string> FleetWide = [Lead, Manager, Admin];
}
