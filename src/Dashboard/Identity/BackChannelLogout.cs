using System.Security.Claims;
using System.Text.Json;
using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.Tokens;
using Posture.Dashboard.Security;
using Posture.Store.Commands;

namespace Posture.Dashboard.Identity;

/// <summary>
/// Another provider ends its sessions here too (OpenID Connect Back-Channel Logout 1.0): it posts a signed token that names its session, its person or both.
/// Open pages of these sessions go within seconds.
/// </summary>
internal static partial class BackChannelLogout
{
    /// <summary>To be registered at the provider.</summary>
    public const string Path = "/signout-backchannel";

    private const string Event = "http://schemas.openid.net/event/backchannel-logout";

    public static void MapBackChannelLogout(this WebApplication app) => app.MapPost(Path, EndAsync).AllowAnonymous().DisableAntiforgery();

    private static async Task EndAsync(HttpContext context, IOptionsMonitor<OpenIdConnectOptions> options, Sessions sessions, ILogger<ProviderEvents> logger)
    {
        var token = context.Request.HasFormContentType ? (await context.Request.ReadFormAsync(context.RequestAborted))["logout_token"].ToString() : "";
        var result = await ValidateAsync(options.Get(Session.ProviderScheme), token);
        if (Meant(result) is not { } meant)
        {
            Log.Refused(logger, result.Exception?.GetType().Name ?? "not a logout token");
            await Problems.WriteAsync(context, StatusCodes.Status400BadRequest, "sso.logout_token");
            return;
        }
        var (issuer, subject, session) = meant;
        var actor = new Actor(issuer, "identity provider", context.Connection.RemoteIpAddress?.ToString() ?? "");
        Log.Ended(logger, await sessions.EndOfProviderAsync(actor, issuer, subject, session, context.RequestAborted));
        context.Response.Headers.CacheControl = "no-store";
    }

    private static Task<TokenValidationResult> ValidateAsync(OpenIdConnectOptions options, string token)
    {
        var rules = options.TokenValidationParameters.Clone();
        rules.ConfigurationManager = options.ConfigurationManager as BaseConfigurationManager;
        // By the name of its header no other token of the provider passes; providers that name none are told apart by what the token says.
        rules.ValidTypes = ["logout+jwt", "JWT"];
        return options.TokenHandler.ValidateTokenAsync(token, rules);
    }

    /// <summary>Whom a token means (§2.6): null when it is not one that ends sessions.</summary>
    private static (string Issuer, string? Subject, string? Session)? Meant(TokenValidationResult result)
    {
        if (!result.IsValid || result.ClaimsIdentity.HasClaim(claim => claim.Type == "nonce") || !HasEvent(result.ClaimsIdentity))
            return null;
        var (subject, session) = (result.ClaimsIdentity.FindFirst("sub")?.Value, result.ClaimsIdentity.FindFirst("sid")?.Value);
        return string.IsNullOrEmpty(subject) && string.IsNullOrEmpty(session) ? null : (result.Issuer, subject, session);
    }

    private static bool HasEvent(ClaimsIdentity identity)
    {
        if (identity.FindFirst("events")?.Value is not { } events)
            return false;
        try
        {
            using var named = JsonDocument.Parse(events);
            return named.RootElement.ValueKind == JsonValueKind.Object && named.RootElement.TryGetProperty(Event, out _);
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "A request to end sessions was refused: {Reason}")]
        public static partial void Refused(ILogger logger, string reason);

        [LoggerMessage(2, LogLevel.Information, "The identity provider ended {Count} sessions")]
        public static partial void Ended(ILogger logger, int count);
    }
}
