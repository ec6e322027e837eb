using Microsoft.AspNetCore.Components.Authorization;

namespace Posture.Dashboard.Identity;

/// <summary>The person of this circuit or request. Ask at every query: a revoked role changes the answer within the revalidation interval.</summary>
internal sealed class CurrentViewer(AuthenticationStateProvider authentication)
{
    public async Task<Viewer> GetAsync() => Viewer.From((await authentication.GetAuthenticationStateAsync()).User);
}
