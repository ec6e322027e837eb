namespace Posture.Dashboard.Options;

/// <summary>An external identity provider, section <c>Oidc</c>. Used when <c>Posture:Identity:Embedded</c> is false.</summary>
internal sealed class OidcOptions
{
    public const string Section = "Oidc";

    /// <summary>Issuer's address; https, or http on loopback.</summary>
    public string? Authority { get; set; }

    public string? ClientId { get; set; }

    public string? ClientSecret { get; set; }

    /// <summary>Scopes that are asked for; some providers send groups or claims of their own only with a scope of their own.</summary>
    public string Scopes { get; set; } = "openid profile";

    /// <summary>Claim that holds the roles lead, tenant, manager, admin, or what <see cref="Roles"/> turns into them.</summary>
    public string RoleClaim { get; set; } = "role";

    /// <summary>Claim that holds the names of the person's tenants; which namespaces these have is for administrators here to say.</summary>
    public string TenantClaim { get; set; } = "tenant";

    /// <summary>Values of the role claim that give a role, by role. Empty: a role is given by its own word.</summary>
    public Dictionary<string, string[]> Roles { get; set; } = [];

    /// <summary>Values of the tenant claim that make a member of a tenant, by the tenant's name. Empty: by its own name.</summary>
    public Dictionary<string, string[]> Tenants { get; set; } = [];
}
