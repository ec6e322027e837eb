using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Posture.Collectors.Outbound;
using Posture.Dashboard.Identity;
using Posture.Dashboard.Options;

namespace Posture.Dashboard.Hosting;

/// <summary>The dashboard's own way out: to the identity provider that <c>Oidc:Authority</c> names, through the guard that all clients share.</summary>
internal static class OutboundExtensions
{
    public static WebApplicationBuilder AddOutbound(this WebApplicationBuilder builder, DashboardSettings settings)
    {
        if (!settings.Posture.EmbeddedIdentity)
        {
            builder.Services.Configure<OpenIdConnectOptions>(Session.ProviderScheme, oidc =>
                oidc.BackchannelHttpHandler = new OutboundGuard(OutboundRules.Configured(new(settings.Oidc.Authority!))).Handler());
        }
        return builder;
    }
}
