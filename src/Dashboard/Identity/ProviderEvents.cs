using System.Security.Claims;
using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Posture.Dashboard.Options;
using Posture.Dashboard.Security;

namespace Posture.Dashboard.Identity;

/// <summary>Where the OpenID Connect client differs from its defaults.</summary>
internal sealed partial class ProviderEvents(DashboardSettings settings) : OpenIdConnectEvents
{
    private static readonly PathString[] ForMachines = ["/api", "/hubs", "/_blazor", "/metrics", "/openapi"];

    /// <summary>Machines get 401, people a redirect to the provider that returns to our one public address.</summary>
    public override Task RedirectToIdentityProvider(RedirectContext context)
    {
        if (Array.Exists(ForMachines, path => context.Request.Path.StartsWithSegments(path, StringComparison.OrdinalIgnoreCase)))
        {
            context.Response.StatusCode = StatusCodes.Status401Unauthorized;
            context.HandleResponse();
            return Task.CompletedTask;
        }
        var address = context.HttpContext.RequestServices.GetRequiredService<PublicAddress>();
        context.ProtocolMessage.RedirectUri = address.Canonical + context.Options.CallbackPath;
        return Task.CompletedTask;
    }

    /// <summary>Replaces the provider's person by our session (claims of the ID token and, for other providers, of userinfo).</summary>
    public override async Task TicketReceived(Microsoft.AspNetCore.Authentication.TicketReceivedContext context)
    {
        var (role, tenant) = settings.Posture.EmbeddedIdentity ? ("role", Viewer.TenantClaim) : (settings.Oidc.RoleClaim, settings.Oidc.TenantClaim);
        if (context.Principal?.FindFirst("sub") is not { Value.Length: > 0 } subject || await SessionAsync(context.HttpContext, context.Principal, subject) is not { } session)
        {
            Refuse(context.HttpContext, "sign-in", "the provider gave no subject, or its session has ended meanwhile");
            context.HandleResponse();
            return;
        }
        context.Principal = Session.Of(context.Principal, role, tenant, session.Id, session.ExpiresAt, context.HttpContext.Connection.RemoteIpAddress?.ToString());
        context.Properties!.ExpiresUtc = session.ExpiresAt;
    }

    /// <summary>The embedded provider's session, or a new one for another provider's person.</summary>
    private async Task<OpenSession?> SessionAsync(HttpContext context, ClaimsPrincipal provided, Claim subject)
    {
        var services = context.RequestServices;
        if (settings.Posture.EmbeddedIdentity)
            return await services.GetRequiredService<SessionCheck>().FindAsync(provided, Session.OwnerOf(subject.Issuer, subject.Value), context.RequestAborted);
        return await services.GetRequiredService<Sessions>().StartAsync(
            Session.OwnerOf(subject.Issuer, subject.Value), Session.NameOf(provided, subject), SessionOrigin.Of(context), context.RequestAborted);
    }

    /// <summary>A broken or foreign answer (state, nonce, issuer …) starts again; what was wrong is for the log only.</summary>
    public override Task RemoteFailure(Microsoft.AspNetCore.Authentication.RemoteFailureContext context)
    {
        Refuse(context.HttpContext, context.Failure?.GetType().Name ?? "unknown", context.Failure?.Message ?? "");
        context.HandleResponse();
        return Task.CompletedTask;
    }

    private static void Refuse(HttpContext context, string kind, string reason)
    {
        Log.SignInFailed(context.RequestServices.GetRequiredService<ILogger<ProviderEvents>>(), kind, reason);
        context.Response.Redirect("/account/failed");
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "Sign-in was not completed: {Kind}: {Reason}")]
        public static partial void SignInFailed(ILogger logger, string kind, string reason);
    }
}
