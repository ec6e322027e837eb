using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Microsoft.IdentityModel.Protocols;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;

namespace Posture.Dashboard.Identity;

/// <summary>
/// What another provider says of itself: read when it is needed first, and again when it signs with an unknown key. Taken only from the issuer that the settings
/// name (OpenID Connect Discovery §4.3), so that whoever answers at its address can't speak for another.
/// </summary>
internal sealed partial class ProviderConfiguration : ConfigurationManager<OpenIdConnectConfiguration>
{
    private readonly ILogger _logger;

    public ProviderConfiguration(OpenIdConnectOptions options, ILogger logger)
        : base(
            options.MetadataAddress!,
            new OpenIdConnectConfigurationRetriever(),
            new HttpDocumentRetriever(options.Backchannel) { RequireHttps = options.RequireHttpsMetadata },
            new OfIssuer(options.Authority!, logger))
    {
        _logger = logger;
        // Whoever sends tokens with unknown keys makes us ask no more often.
        RefreshInterval = TimeSpan.FromSeconds(30);
    }

    /// <exception cref="ProviderException">It can't be read, or is another's.</exception>
    public override async Task<OpenIdConnectConfiguration> GetConfigurationAsync(CancellationToken cancel)
    {
        try
        {
            return await base.GetConfigurationAsync(cancel);
        }
        catch (InvalidOperationException failed)
        {
            Log.Unusable(_logger, MetadataAddress, failed.GetBaseException().Message);
            throw new ProviderException(failed);
        }
    }

    private sealed class OfIssuer(string authority, ILogger logger) : IConfigurationValidator<OpenIdConnectConfiguration>
    {
        public ConfigurationValidationResult Validate(OpenIdConnectConfiguration configuration)
        {
            // A trailing slash is written by some and not by others.
            if (configuration.Issuer?.TrimEnd('/') == authority.TrimEnd('/'))
                return new() { Succeeded = true };
            // The framework leaves the message out of its exception.
            Log.Other(logger, authority, configuration.Issuer);
            return new() { ErrorMessage = "another issuer" };
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Error, "sso.unreachable: the identity provider at {Address} can't be used: {Reason}")]
        public static partial void Unusable(ILogger logger, string address, string reason);

        [LoggerMessage(2, LogLevel.Error, "sso.unreachable: Oidc:Authority is {Authority}, and the identity provider there calls itself {Issuer}; set it to that name, if it is the one you mean")]
        public static partial void Other(ILogger logger, string authority, string? issuer);
    }
}
