using System.Security.Claims;
using Microsoft.AspNetCore;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;
using OpenIddict.Abstractions;
using OpenIddict.Server.AspNetCore;
using Posture.Dashboard.Options;
using Posture.Dashboard.Security;
using static OpenIddict.Abstractions.OpenIddictConstants;

namespace Posture.Dashboard.Identity;

/// <summary>Endpoints of sign-on besides the pages: the embedded provider's authorization endpoint, sign-out, and the start page of each role.</summary>
internal static class IdentityEndpoints
{
    public static void MapIdentity(this WebApplication app, DashboardSettings settings)
    {
        app.MapGet("/", (HttpContext context) => Results.LocalRedirect(Home(Viewer.From(context.User))));
        app.MapPost("/account/sign-out", SignOutAsync).AllowAnonymous();
        app.MapTenantView();
        if (settings.Posture.EmbeddedIdentity)
            app.MapMethods("/connect/authorize", [HttpMethods.Get, HttpMethods.Post], AuthorizeAsync).AllowAnonymous().DisableAntiforgery();
        else
            app.MapBackChannelLogout();
    }

    /// <summary>Only our own paths are followed after sign-in.</summary>
    public static string LocalOrHome(string? returnUrl) =>
        returnUrl is ['/', ..] and not ['/', '/' or '\\', ..] && !returnUrl.Any(char.IsControl) ? returnUrl : "/";

    private static string Home(Viewer viewer) => viewer.Is(Roles.Lead) ? "/fleet"
        : viewer.Is(Roles.Manager) ? "/compliance"
        : viewer.Is(Roles.Tenant) ? "/findings"
        : Access.Allows(viewer, Access.Clusters) ? "/clusters" : "/help";

    private static async Task<IResult> SignOutAsync(HttpContext context, IAntiforgery antiforgery, Sessions sessions, SessionCheck check, ProviderGrants grants, DashboardSettings settings)
    {
        if (!await antiforgery.IsRequestValidAsync(context))
            return Results.BadRequest();
        var viewer = Viewer.From(context.User);
        var session = await check.FindAsync(context.User, viewer.Subject, context.RequestAborted);
        if (session is not null)
            await sessions.EndAsync(viewer.Actor, session.Id, context.RequestAborted);
        await context.SignOutAsync(Session.Scheme);
        // What pages have left in the browser goes as well (ASVS 14.3.1); cookies are ended one by one, and language and look stay.
        context.Response.Headers["Clear-Site-Data"] = "\"cache\", \"storage\"";
        if (session is { Method: SignInMethod.Provider } && await LeavesProviderAsync(context))
            return Results.SignOut(new(new Dictionary<string, string?> { [ProviderEvents.TokenItem] = grants.Open(session)?.IdToken }), [Session.ProviderScheme]);
        if (settings.Posture.EmbeddedIdentity)
            await context.SignOutAsync(IdentityConstants.ApplicationScheme);
        // Who has to prove again who it is comes back after it.
        return Results.LocalRedirect(context.Request.Form["returnUrl"] is [{ Length: > 0 } returnUrl] ? LocalOrHome(returnUrl) : "/account/signed-out");
    }

    /// <summary>Whether the provider can be told (RP-Initiated Logout 1.0): it may know no such thing, or not answer; then only the session here ends.</summary>
    private static async Task<bool> LeavesProviderAsync(HttpContext context)
    {
        var options = context.RequestServices.GetRequiredService<IOptionsMonitor<OpenIdConnectOptions>>().Get(Session.ProviderScheme);
        try
        {
            return (await options.ConfigurationManager!.GetConfigurationAsync(context.RequestAborted)).EndSessionEndpoint is { Length: > 0 };
        }
        catch (ProviderException)
        {
            return false;
        }
    }

    private static async Task<IResult> AuthorizeAsync(
        HttpContext context, UserManager<Account> accounts, SessionCheck check, SecondFactorRule rule, PublicAddress address)
    {
        var request = context.GetOpenIddictServerRequest() ?? throw new InvalidOperationException("Not an OpenID Connect request.");
        var signedIn = await context.AuthenticateAsync(IdentityConstants.ApplicationScheme);
        var account = signedIn.Succeeded ? await accounts.GetUserAsync(signedIn.Principal) : null;
        // The provider's cookie is worth what its session is: ended at the dashboard, or with another stamp since (password, roles), it signs nobody in.
        var session = account is null ? null : await check.FindAsync(signedIn.Principal!, Session.OwnerOf(address.Issuer, account.Id.ToString()), context.RequestAborted);
        if (account is null || session is null)
        {
            return Results.Challenge(
                new AuthenticationProperties { RedirectUri = context.Request.PathBase + context.Request.Path + context.Request.QueryString },
                [IdentityConstants.ApplicationScheme]);
        }
        return Results.SignIn(await PrincipalAsync(account, session, accounts, rule, request), authenticationScheme: OpenIddictServerAspNetCoreDefaults.AuthenticationScheme);
    }

    private static async Task<ClaimsPrincipal> PrincipalAsync(
        Account account, OpenSession session, UserManager<Account> accounts, SecondFactorRule rule, OpenIddictRequest request)
    {
        var identity = new ClaimsIdentity(OpenIddictServerAspNetCoreDefaults.AuthenticationScheme, Claims.Name, Claims.Role);
        identity.SetClaim(Claims.Subject, account.Id.ToString());
        identity.SetClaim(Claims.Name, account.DisplayName);
        identity.SetClaim(Session.IdClaim, session.Id.ToString());
        identity.SetScopes(request.GetScopes());
        var roles = await accounts.GetRolesAsync(account);
        if (session.Method == SignInMethod.Password && rule.IsRequired(roles))
        {
            // In, so that the second factor can be turned on, and nothing else.
            identity.SetClaim(Session.ProblemClaim, ClaimReading.FactorRequired);
            identity.SetDestinations(static _ => [Destinations.IdentityToken]);
            return new(identity);
        }
        identity.SetClaims(Claims.Role, [.. roles]);
        identity.SetClaims(Viewer.TenantClaim, [.. (await accounts.GetClaimsAsync(account)).Where(claim => claim.Type == Viewer.TenantClaim).Select(claim => claim.Value)]);
        identity.SetDestinations(static _ => [Destinations.IdentityToken]);
        return new(identity);
    }
}
