using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Posture.Dashboard.Identity;
using Posture.Dashboard.Options;
using Posture.Dashboard.Security;

namespace Posture.Dashboard.Hosting;

/// <summary>Services that guard requests.</summary>
internal static class WebSecurityExtensions
{
    public static WebApplicationBuilder AddWebSecurity(this WebApplicationBuilder builder, DashboardSettings settings)
    {
        var secure = PublicAddress.IsSecure(settings);
        // However loud the log is set: these two would write the codes of one-time links, which are in addresses, and access tokens.
        builder.Logging.AddFilter("Microsoft.AspNetCore.Hosting.Diagnostics", LogLevel.Warning)
            .AddFilter("OpenIddict.Server.OpenIddictServerDispatcher", LogLevel.Debug).AddFilter("OpenIddict.Validation.OpenIddictValidationDispatcher", LogLevel.Debug);
        builder.Services.AddSingleton<PublicAddress>();
        builder.Services.AddExceptionHandler<MachineErrors>().AddRateLimiter(_ => { });
        // Short-lived cookies of a sign-in: pinned to this host as the others are. The framework would tie them to the path of the answer, which __Host- forbids.
        builder.Services.Configure<OpenIdConnectOptions>(Session.ProviderScheme, oidc =>
        {
            (oidc.NonceCookie.Name, oidc.NonceCookie.Path) = (CookieNames.Of("posture-nonce.", secure), "/");
            (oidc.CorrelationCookie.Name, oidc.CorrelationCookie.Path) = (CookieNames.Of("posture-correlation.", secure), "/");
        });
        builder.Services.AddAntiforgery(antiforgery =>
        {
            antiforgery.Cookie.Name = CookieNames.Of("posture-forgery", secure);
            antiforgery.Cookie.SameSite = SameSiteMode.Strict;
            antiforgery.Cookie.SecurePolicy = secure ? CookieSecurePolicy.Always : CookieSecurePolicy.SameAsRequest;
            // Our own headers say DENY; the framework would say SAMEORIGIN.
            antiforgery.SuppressXFrameOptionsHeader = true;
        });
        return builder;
    }
}
