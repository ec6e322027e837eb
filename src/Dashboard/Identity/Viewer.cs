using System.Security.Claims;
using Posture.Model.Tenancy;

namespace Posture.Dashboard.Identity;

/// <summary>The signed-in person: name, roles and what may be seen. Built from claims of a validated session only, never from a request's parameters.</summary>
/// <param name="Subject">Issuer and subject: the identity for audit. Names and e-mail addresses never identify.</param>
/// <param name="Name">Name to show.</param>
/// <param name="Roles">Known roles only.</param>
/// <param name="Scope">What may be seen: the whole fleet for lead, manager and admin, the named namespaces for a tenant, else nothing.</param>
internal sealed record Viewer(string Subject, string Name, IReadOnlyList<string> Roles, ViewScope Scope)
{
    /// <summary>Claim of a tenant: one per namespace, "cluster/namespace".</summary>
    public const string ScopeClaim = "tenant_scope";

    /// <summary>Most namespaces a person can have; a longer list is a mistake of the provider's mapping.</summary>
    public const int MaximumNamespaces = 2000;

    public static readonly Viewer Nobody = new("", "", [], ViewScope.Of([]));

    public bool Is(string role) => Roles.Contains(role, StringComparer.Ordinal);

    public static Viewer From(ClaimsPrincipal user)
    {
        if (user.Identity is not { IsAuthenticated: true })
            return Nobody;
        var subject = user.FindFirst("sub");
        string[] roles = [.. Identity.Roles.All.Where(user.IsInRole)];
        var scope = Array.Exists(roles, role => Identity.Roles.FleetWide.Contains(role)) ? ViewScope.All
            : roles.Length == 0 ? Nobody.Scope
            : ViewScope.Of(Namespaces(user));
        return new($"{subject?.Issuer}|{subject?.Value}", user.Identity.Name ?? "", roles, scope);
    }

    // "cluster/namespace"; anything else grants nothing.
    private static IEnumerable<ScopedNamespace> Namespaces(ClaimsPrincipal user) => user.FindAll(ScopeClaim).Take(MaximumNamespaces)
        .Select(claim => claim.Value.Split('/'))
        .Where(parts => parts is [{ Length: > 0 }, { Length: > 0 }])
        .Select(parts => new ScopedNamespace(parts[0], parts[1]));
}
