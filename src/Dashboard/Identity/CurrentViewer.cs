using System.Security.Claims;
using Microsoft.AspNetCore.Components.Authorization;
using Posture.Store.Queries;

namespace Posture.Dashboard.Identity;

/// <summary>
/// The person of this circuit or request. Ask at every query: a revoked role changes the answer within the revalidation interval, and what namespaces a tenant
/// has is read each time.
/// </summary>
internal sealed class CurrentViewer(AuthenticationStateProvider authentication, TenantQuery tenants)
{
    public async Task<Viewer> GetAsync() => await OfAsync((await authentication.GetAuthenticationStateAsync()).User, tenants);

    public static async Task<Viewer> OfAsync(ClaimsPrincipal user, TenantQuery tenants) => Viewer.From(user) is var viewer && viewer.Tenants.Count == 0
        ? viewer
        : viewer with { Scope = await tenants.ScopeAsync(viewer.Tenants, CancellationToken.None) };
}
