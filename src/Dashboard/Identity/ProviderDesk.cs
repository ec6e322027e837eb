using System.Net;
using System.Security.Claims;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using Microsoft.IdentityModel.Tokens;
using Posture.Dashboard.Options;

namespace Posture.Dashboard.Identity;

/// <summary>Where another provider is asked what a person has: at its userinfo endpoint (OpenID Connect Core §5.3) and, with a refresh token, for a new ID token (§12).</summary>
internal sealed partial class ProviderDesk(IOptionsMonitor<OpenIdConnectOptions> options, DashboardSettings settings, TimeProvider time, ILogger<ProviderDesk> logger)
{
    /// <summary>A new ID token is asked for no more often: providers that tell groups in it alone take many requests for a loop.</summary>
    public static readonly TimeSpan Renewal = TimeSpan.FromMinutes(5);

    private readonly ClaimRules _rules = new(settings);

    /// <summary>Asks with what was given.</summary>
    /// <param name="grant">What was given last.</param>
    /// <param name="owner">Of whom the provider has to speak, as <see cref="Session.OwnerOf"/> writes it.</param>
    /// <param name="cancellationToken">Ends the question.</param>
    /// <returns>The word, and what holds from now on.</returns>
    public async Task<(ProviderWord Word, ProviderGrant Grant)> AskAsync(ProviderGrant grant, string owner, CancellationToken cancellationToken)
    {
        var held = grant;
        try
        {
            var client = options.Get(Session.ProviderScheme);
            var configuration = await client.ConfigurationManager!.GetConfigurationAsync(cancellationToken);
            var now = time.GetUtcNow();
            var due = held.AccessUntil <= now || (!held.IsToldByUserInfo && held.GivenAt <= now - Renewal);
            if (!due && !held.IsToldByUserInfo)
                return (ProviderWord.None, held);
            if (!due && await AskUserInfoAsync(client, configuration, held, owner, cancellationToken) is { Word: not ProviderWord.None } told)
                return told;
            // Not valid any more: before its time, where nothing else opens, that is the provider's word that it is over.
            if (held.RefreshToken is null)
                return (due || held.AccessUntil is null ? ProviderWord.None : ProviderWord.Over, held);
            (var word, held) = await RenewAsync(client, configuration, held, owner, cancellationToken);
            if (word == ProviderWord.Over || !held.IsToldByUserInfo)
                return (word, held);
            told = await AskUserInfoAsync(client, configuration, held, owner, cancellationToken);
            return told.Word == ProviderWord.None ? (ProviderWord.Over, held) : told;
        }
        catch (Exception failed) when (failed is HttpRequestException or IOException or OperationCanceledException or ProviderException or JsonException or ArgumentException or FormatException or SecurityTokenException)
        {
            Log.Silent(logger, failed.GetType().Name, failed.Message);
            // With a new refresh token, if one has come: the old one is spent.
            return (ProviderWord.None, held);
        }
    }

    /// <summary>What the claims of a userinfo answer give.</summary>
    public ClaimReading Read(OpenIdConnectOptions client, JsonElement userInfo)
    {
        var identity = new ClaimsIdentity();
        foreach (var action in client.ClaimActions)
            action.Run(userInfo, identity, "");
        return _rules.Read(identity.Claims);
    }

    /// <summary>What the claims of an ID token give.</summary>
    public ClaimReading Read(IEnumerable<Claim> claims) => _rules.Read(claims);

    /// <returns>No word when the access token does not open.</returns>
    private async Task<(ProviderWord Word, ProviderGrant Grant)> AskUserInfoAsync(
        OpenIdConnectOptions client, OpenIdConnectConfiguration configuration, ProviderGrant grant, string owner, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, configuration.UserInfoEndpoint) { Headers = { Authorization = new("Bearer", grant.AccessToken) } };
        using var answer = await client.Backchannel.SendAsync(request, cancellationToken);
        if (answer.StatusCode is HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden)
            return (ProviderWord.None, grant);
        answer.EnsureSuccessStatusCode();
        using var told = JsonDocument.Parse(await TextAsync(answer, cancellationToken));
        if (told.RootElement.ValueKind != JsonValueKind.Object)
            throw new JsonException("no claims");
        // Another person's word must never be taken for this one's (§5.3.2).
        return told.RootElement.TryGetProperty("sub", out var subject) && Session.OwnerOf(configuration.Issuer, subject.ToString()) == owner
            ? (ProviderWord.Told, grant with { FromUserInfo = Read(client, told.RootElement) })
            : (ProviderWord.Over, grant);
    }

    private async Task<(ProviderWord Word, ProviderGrant Grant)> RenewAsync(
        OpenIdConnectOptions client, OpenIdConnectConfiguration configuration, ProviderGrant grant, string owner, CancellationToken cancellationToken)
    {
        var asked = new OpenIdConnectMessage { GrantType = "refresh_token", ClientId = client.ClientId, ClientSecret = client.ClientSecret, RefreshToken = grant.RefreshToken };
        using var form = new FormUrlEncodedContent(asked.Parameters);
        using var answer = await client.Backchannel.PostAsync(configuration.TokenEndpoint, form, cancellationToken);
        var message = new OpenIdConnectMessage(await answer.Content.ReadAsStringAsync(cancellationToken));
        if (message.Error == "invalid_grant")
            return (ProviderWord.Over, grant);
        answer.EnsureSuccessStatusCode();
        var renewed = grant.RenewedBy(message, time.GetUtcNow());
        if (message.IdToken is { Length: > 0 } token)
        {
            var rules = client.TokenValidationParameters.Clone();
            rules.ConfigurationManager = client.ConfigurationManager as BaseConfigurationManager;
            var read = await client.TokenHandler.ValidateTokenAsync(token, rules);
            if (!read.IsValid)
                throw read.Exception;
            if (Session.OwnerOf(read.Issuer, read.ClaimsIdentity.FindFirst("sub")?.Value ?? "") != owner)
                return (ProviderWord.Over, grant);
            renewed = renewed with { FromToken = Read(read.ClaimsIdentity.Claims) };
        }
        return (ProviderWord.Told, renewed);
    }

    /// <summary>The claims, whether the provider signs them or not: they come from it itself (§5.3.2).</summary>
    private static async Task<string> TextAsync(HttpResponseMessage answer, CancellationToken cancellationToken)
    {
        var text = await answer.Content.ReadAsStringAsync(cancellationToken);
        return answer.Content.Headers.ContentType is { MediaType: "application/jwt" } ? Encoding.UTF8.GetString(Base64UrlEncoder.DecodeBytes(new JsonWebToken(text).EncodedPayload)) : text;
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "sso.not_asked: the identity provider could not be asked what a person has: {Kind}: {Reason}")]
        public static partial void Silent(ILogger logger, string kind, string reason);
    }
}

/// <summary>What came of asking another provider.</summary>
internal enum ProviderWord
{
    /// <summary>It did not answer, or it is not time to ask, or nothing is left to ask with.</summary>
    None,

    /// <summary>It said what the person has.</summary>
    Told,

    /// <summary>It does not stand for the sign-in any more.</summary>
    Over,
}
