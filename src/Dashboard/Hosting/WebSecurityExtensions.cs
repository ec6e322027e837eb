using Posture.Dashboard.Options;
using Posture.Dashboard.Security;

namespace Posture.Dashboard.Hosting;

/// <summary>Services that guard requests.</summary>
internal static class WebSecurityExtensions
{
    public static WebApplicationBuilder AddWebSecurity(this WebApplicationBuilder builder, DashboardSettings settings)
    {
        var secure = PublicAddress.IsSecure(settings);
        builder.Services.AddSingleton<PublicAddress>();
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
