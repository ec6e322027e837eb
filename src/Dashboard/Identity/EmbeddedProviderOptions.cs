using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using Microsoft.IdentityModel.Tokens;
using OpenIddict.Server;
using Posture.Dashboard.Security;

namespace Posture.Dashboard.Identity;

/// <summary>
/// What both sides of the embedded provider must agree on: issuer, endpoints, keys. Worked out at the first request, when the listening port is known, and
/// without asking the provider over the network for what this process knows.
/// </summary>
internal sealed class EmbeddedProviderOptions(PublicAddress address, SigningKeyRing keys, SelfBackchannel backchannel)
    : IConfigureOptions<OpenIddictServerOptions>, IConfigureNamedOptions<OpenIdConnectOptions>
{
    /// <summary>The dashboard as a client of its own provider. Public: the code is bound to the browser by PKCE.</summary>
    public const string ClientId = "posture-dashboard";

    public void Configure(OpenIddictServerOptions options)
    {
        options.Issuer = new Uri(address.Issuer);
        options.SigningCredentials.Add(new SigningCredentials(keys.SigningKey, SecurityAlgorithms.RsaSha256));
        options.EncryptionCredentials.Add(
            new EncryptingCredentials(keys.EncryptionKey, SecurityAlgorithms.Aes256KW, SecurityAlgorithms.Aes256CbcHmacSha512));
    }

    public void Configure(string? name, OpenIdConnectOptions options)
    {
        if (name == Session.ProviderScheme)
            Configure(options);
    }

    public void Configure(OpenIdConnectOptions options)
    {
        var configuration = new OpenIdConnectConfiguration
        {
            Issuer = address.Issuer,
            AuthorizationEndpoint = address.Canonical + "/connect/authorize",
            TokenEndpoint = address.Canonical + "/connect/token",
        };
        configuration.SigningKeys.Add(keys.SigningKey);
        options.Configuration = configuration;
        options.ClientId = ClientId;
        options.RequireHttpsMetadata = false;
        options.GetClaimsFromUserInfoEndpoint = false;
        options.BackchannelHttpHandler = backchannel;
    }
}
