using System.Security.Claims;
using OpenIddict.Abstractions;
using OpenIddict.Server;
using OpenIddict.Server.AspNetCore;
using static OpenIddict.Abstractions.OpenIddictConstants;

namespace Posture.Dashboard.Tokens;

/// <summary>The access token of an application that has proved itself: who it is, and which of its scopes it asks for. What it may is read anew at each request.</summary>
internal sealed class ClientCredentials(IOpenIddictApplicationManager applications) : IOpenIddictServerHandler<OpenIddictServerEvents.HandleTokenRequestContext>
{
    public async ValueTask HandleAsync(OpenIddictServerEvents.HandleTokenRequestContext context)
    {
        if (!context.Request.IsClientCredentialsGrantType())
            return;
        var client = await applications.FindByClientIdAsync(context.ClientId!, context.CancellationToken) ?? throw new InvalidOperationException("An application that proved itself is not there.");
        var allowed = (await applications.GetPermissionsAsync(client, context.CancellationToken)).Where(permission => permission.StartsWith(Permissions.Prefixes.Scope, StringComparison.Ordinal))
            .Select(permission => permission[Permissions.Prefixes.Scope.Length..]);
        var asked = context.Request.GetScopes();
        var identity = new ClaimsIdentity(OpenIddictServerAspNetCoreDefaults.AuthenticationScheme, Claims.Name, Claims.Role);
        identity.SetClaim(Claims.Subject, context.ClientId);
        identity.SetScopes(asked.IsEmpty ? allowed : asked.Intersect(allowed, StringComparer.Ordinal));
        context.SignIn(new ClaimsPrincipal(identity));
    }
}
