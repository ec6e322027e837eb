using System.Security.Claims;
using Posture.Model.Tenancy;
using Posture.Store.Commands;

namespace Posture.Dashboard.Identity;

/// <summary>The signed-in person: name, roles and what may be seen. Built from claims of a validated session only, never from a request's parameters.</summary>
/// <param name="Subject">Issuer and subject: the identity for audit. Names and e-mail addresses never identify.</param>
/// <param name="Name">Name to show.</param>
/// <param name="Roles">Known roles only.</param>
/// <param name="Tenants">Names of the tenants that the person belongs to; none for a lead, who sees the fleet.</param>
/// <param name="Scope">What may be seen one by one: the whole fleet for a lead, the tenants' namespaces for who belongs to some, else nothing.</param>
internal sealed record Viewer(string Subject, string Name, IReadOnlyList<string> Roles, IReadOnlyList<string> Tenants, ViewScope Scope)
{
    /// <summary>Claim of a tenant's name, one for each.</summary>
    public const string TenantClaim = "tenant";

    /// <summary>Claim of the tenant whose view a lead has taken; see <see cref="TenantView"/>.</summary>
    public const string ViewAsClaim = "view-as";

    /// <summary>Most tenants that a person can belong to; a longer list is a mistake of the provider's mapping.</summary>
    public const int MaximumTenants = 100;

    /// <summary>
    /// What may be seen on pages that count: numbers of the whole fleet for a manager, the clusters without what was found for an administrator who is nothing else,
    /// else <see cref="Scope"/>.
    /// </summary>
    public ViewScope Overview => Scope.IsAll ? Scope
        : Is(Identity.Roles.Manager) ? ViewScope.Totals
        : Is(Identity.Roles.Admin) && Tenants.Count == 0 ? ViewScope.Configuration
        : Scope;

    /// <summary>Address that signed in.</summary>
    public string Address { get; init; } = "";

    /// <summary>The session of this circuit or request; null for nobody.</summary>
    public Guid? Session { get; init; }

    /// <summary>Name of the tenant whose view a lead has taken, or null.</summary>
    public string? ViewsAs { get; init; }

    /// <summary>The person as the audit log names it.</summary>
    public Actor Actor => new(Subject, Name, Address);

    private static readonly ViewScope Nothing = ViewScope.Of([], []);

    public static readonly Viewer Nobody = new("", "", [], [], Nothing);

    /// <summary>Whether anything can be visible by name.</summary>
    public bool SeesNames => Scope.IsAll || Tenants.Count > 0 || Is(Identity.Roles.Tenant);

    public bool Is(string role) => Roles.Contains(role, StringComparer.Ordinal);

    /// <summary>The person of a session, without the namespaces of its tenants: <see cref="CurrentViewer"/> knows them.</summary>
    public static Viewer From(ClaimsPrincipal user)
    {
        if (user.Identity is not { IsAuthenticated: true })
            return Nobody;
        var subject = user.FindFirst("sub");
        // A lead who looks as a tenant has its rights and no other, so that every page, file and query shows what a member would see.
        var viewsAs = user.IsInRole(Identity.Roles.Lead) ? user.FindFirst(ViewAsClaim)?.Value : null;
        string[] roles = viewsAs is null ? [.. Identity.Roles.All.Where(user.IsInRole)] : [Identity.Roles.Tenant];
        var fleet = roles.Contains(Identity.Roles.Lead, StringComparer.Ordinal);
        string[] tenants = viewsAs is not null ? [viewsAs]
            : fleet || roles.Length == 0 ? []
            : [.. user.FindAll(TenantClaim).Select(claim => claim.Value).Distinct(StringComparer.Ordinal).Take(MaximumTenants)];
        return new(Identity.Session.OwnerOf(subject?.Issuer ?? "", subject?.Value ?? ""), user.Identity.Name ?? "", roles, tenants, fleet ? ViewScope.All : Nothing)
        {
            Address = user.FindFirst(Identity.Session.AddressClaim)?.Value ?? "",
            Session = Guid.TryParse(user.FindFirst(Identity.Session.IdClaim)?.Value, out var session) ? session : null,
            ViewsAs = viewsAs,
        };
    }
}
