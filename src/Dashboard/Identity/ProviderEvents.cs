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
    public override Task TicketReceived(Microsoft.AspNetCore.Authentication.TicketReceivedContext context)
    {
        var time = context.HttpContext.RequestServices.GetRequiredService<TimeProvider>();
        var until = time.GetUtcNow().AddHours(settings.Posture.SessionHours);
        var (role, tenant) = settings.Posture.EmbeddedIdentity ? ("role", Viewer.TenantClaim) : (settings.Oidc.RoleClaim, settings.Oidc.TenantClaim);
        context.Principal = Session.Of(context.Principal!, role, tenant, until, context.HttpContext.Connection.RemoteIpAddress?.ToString());
        context.Properties!.ExpiresUtc = until;
        return Task.CompletedTask;
    }

    /// <summary>A broken or foreign answer (state, nonce, issuer …) starts again; what was wrong is for the log only.</summary>
    public override Task RemoteFailure(Microsoft.AspNetCore.Authentication.RemoteFailureContext context)
    {
        var logger = context.HttpContext.RequestServices.GetRequiredService<ILogger<ProviderEvents>>();
        Log.SignInFailed(logger, context.Failure?.GetType().Name ?? "unknown", context.Failure?.Message ?? "");
        context.Response.Redirect("/account/failed");
        context.HandleResponse();
        return Task.CompletedTask;
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "Sign-in was not completed: {Kind}: {Reason}")]
        public static partial void SignInFailed(ILogger logger, string kind, string reason);
    }
}
