using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Microsoft.Extensions.Options;
using Posture.Collectors.Outbound;
using Posture.Dashboard.Identity;
using Posture.Dashboard.Options;

namespace Posture.Dashboard.Hosting;

/// <summary>How another provider is asked: through the guard that all clients share, and only as the issuer that the settings name.</summary>
internal sealed class ExternalProviderOptions(DashboardSettings settings, ILogger<ProviderConfiguration> logger) : IConfigureNamedOptions<OpenIdConnectOptions>, IPostConfigureOptions<OpenIdConnectOptions>
{
    /// <summary>Some thousand groups, each of which may be one of the rules.</summary>
    private const int MaximumToken = 1 << 20;

    public void Configure(OpenIdConnectOptions options)
    {
        options.BackchannelHttpHandler = new OutboundGuard(OutboundRules.Configured(new(settings.Oidc.Authority!))).Handler();
        options.TokenHandler.MaximumTokenSizeInBytes = MaximumToken;
    }

    public void Configure(string? name, OpenIdConnectOptions options)
    {
        if (name == Session.ProviderScheme)
            Configure(options);
    }

    // After the framework's own, which makes the client.
    public void PostConfigure(string? name, OpenIdConnectOptions options)
    {
        if (name == Session.ProviderScheme)
            options.ConfigurationManager = new ProviderConfiguration(options, logger);
    }
}
