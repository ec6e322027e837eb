using System.Security.Claims;
using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Posture.Dashboard.Options;
using Posture.Dashboard.Security;

namespace Posture.Dashboard.Identity;

/// <summary>Where the OpenID Connect client differs from its defaults.</summary>
internal sealed partial class ProviderEvents(DashboardSettings settings) : OpenIdConnectEvents
{
    /// <summary>Code of an answer that did not belong to a sign-in here, came too late, or was not the provider's.</summary>
    public const string Failed = "sso.failed";

    /// <summary>Code of a sign-in that the provider or the person refused.</summary>
    public const string Denied = "sso.denied";

    /// <summary>Where a property of the sign-out holds the other provider's ID token, while it is under way.</summary>
    public const string TokenItem = ".provider_token";

    private static readonly PathString[] ForMachines = ["/api", "/hubs", "/_blazor", "/metrics", "/openapi"];

    /// <summary>Machines get 401, people a redirect to the provider that returns to our one public address.</summary>
    public override Task RedirectToIdentityProvider(RedirectContext context)
    {
        if (Array.Exists(ForMachines, path => context.Request.Path.StartsWithSegments(path, StringComparison.OrdinalIgnoreCase)))
        {
            SignInCookies.Withdraw(context.HttpContext, context.Options);
            context.Response.StatusCode = StatusCodes.Status401Unauthorized;
            context.HandleResponse();
            return Task.CompletedTask;
        }
        SignInCookies.DropOldest(context.HttpContext, context.Options);
        var address = context.HttpContext.RequestServices.GetRequiredService<PublicAddress>();
        context.ProtocolMessage.RedirectUri = address.Canonical + context.Options.CallbackPath;
        return Task.CompletedTask;
    }

    /// <summary>Replaces the provider's person by our session (claims of the ID token and, for other providers, of userinfo).</summary>
    public override async Task TicketReceived(Microsoft.AspNetCore.Authentication.TicketReceivedContext context)
    {
        var reading = new ClaimRules(settings).Read(context.Principal?.Claims ?? []);
        if (reading.IsIncomplete)
        {
            Refuse(context.HttpContext, reading.Problem!, $"the provider sent {reading.Tenants.Count} tenants, or left a list out");
            context.HandleResponse();
            return;
        }
        if (context.Principal?.FindFirst("sub") is not { Value.Length: > 0 } subject || await SessionAsync(context.HttpContext, context.Principal, subject, reading) is not { } session)
        {
            Refuse(context.HttpContext, Failed, "the provider gave no subject, or its session has ended meanwhile");
            context.HandleResponse();
            return;
        }
        context.Principal = Session.Of(context.Principal, reading, session.Id, session.ExpiresAt, context.HttpContext.Connection.RemoteIpAddress?.ToString());
        context.Properties!.ExpiresUtc = session.ExpiresAt;
    }

    /// <summary>Keeps what the other provider gave until the session is made, in this request.</summary>
    public override Task TokenValidated(TokenValidatedContext context)
    {
        if (!settings.Posture.EmbeddedIdentity && context.TokenEndpointResponse is { } answer)
        {
            var now = context.HttpContext.RequestServices.GetRequiredService<TimeProvider>().GetUtcNow();
            var desk = context.HttpContext.RequestServices.GetRequiredService<ProviderDesk>();
            var given = new ProviderGrant { GivenAt = now, FromToken = desk.Read(context.Principal?.Claims ?? []) };
            context.HttpContext.Features.Set(given.RenewedBy(answer, now));
        }
        return Task.CompletedTask;
    }

    /// <summary>What the other provider tells beside the ID token.</summary>
    public override Task UserInformationReceived(UserInformationReceivedContext context)
    {
        if (context.HttpContext.Features.Get<ProviderGrant>() is { } grant)
        {
            var told = context.HttpContext.RequestServices.GetRequiredService<ProviderDesk>().Read(context.Options, context.User.RootElement);
            context.HttpContext.Features.Set(grant with { FromUserInfo = told });
        }
        return Task.CompletedTask;
    }

    /// <summary>
    /// Sends the browser to the provider that it leaves. By a page and not by a redirect: the request was a form's, which may lead to our own addresses only
    /// (Content-Security-Policy, <c>form-action</c>).
    /// </summary>
    public override async Task RedirectToIdentityProviderForSignOut(RedirectContext context)
    {
        context.ProtocolMessage.IdTokenHint = context.Properties.Items.TryGetValue(TokenItem, out var token) ? token : null;
        context.ProtocolMessage.ClientId = context.Options.ClientId;
        context.ProtocolMessage.PostLogoutRedirectUri = context.HttpContext.RequestServices.GetRequiredService<PublicAddress>().Canonical + context.Options.SignedOutCallbackPath;
        context.HandleResponse();
        await LeavingPage.WriteAsync(context.HttpContext, context.ProtocolMessage.CreateLogoutRequestUrl());
    }

    public override Task SignedOutCallbackRedirect(RemoteSignOutContext context)
    {
        context.Response.Redirect("/account/signed-out");
        context.HandleResponse();
        return Task.CompletedTask;
    }

    /// <summary>The embedded provider's session, or a new one for another provider's person.</summary>
    private async Task<OpenSession?> SessionAsync(HttpContext context, ClaimsPrincipal provided, Claim subject, ClaimReading reading)
    {
        var services = context.RequestServices;
        if (settings.Posture.EmbeddedIdentity)
            return await services.GetRequiredService<SessionCheck>().FindAsync(provided, Session.OwnerOf(subject.Issuer, subject.Value), context.RequestAborted);
        return await services.GetRequiredService<Sessions>().StartAsync(
            Session.OwnerOf(subject.Issuer, subject.Value), Session.NameOf(provided, subject), reading, provided.FindFirst(Session.IdClaim)?.Value,
            context.Features.Get<ProviderGrant>(), SessionOrigin.Of(context), context.RequestAborted);
    }

    /// <summary>A broken or foreign answer (state, nonce, issuer …) starts again; what was wrong is for the log only.</summary>
    public override Task RemoteFailure(Microsoft.AspNetCore.Authentication.RemoteFailureContext context)
    {
        Refuse(context.HttpContext, CodeOf(context.Failure), context.Failure is null ? "unknown" : $"{context.Failure.GetType().Name}: {context.Failure.Message}");
        context.HandleResponse();
        return Task.CompletedTask;
    }

    private static string CodeOf(Exception? failure) => failure switch
    {
        ProviderException or { InnerException: ProviderException } => ProviderException.Code,
        { } when failure.Data.Contains("error") && failure.Data["error"] is "access_denied" => Denied,
        _ => Failed,
    };

    private static void Refuse(HttpContext context, string code, string reason)
    {
        Log.SignInFailed(context.RequestServices.GetRequiredService<ILogger<ProviderEvents>>(), code, reason);
        context.Response.Redirect("/account/failed?code=" + code);
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "Sign-in was not completed: {Code}: {Reason}")]
        public static partial void SignInFailed(ILogger logger, string code, string reason);
    }
}
