using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;
using Posture.Dashboard.Security;

namespace Posture.Dashboard.Tokens;

/// <summary>
/// Programs show a token in the header <c>Authorization</c> and nowhere else (RFC 6750 §2.1): not in an address, which is written into logs, and cookies of people
/// open nothing here. Whatever is wrong with a token, the answer is the same.
/// </summary>
internal sealed class BearerHandler(IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logger, UrlEncoder encoder, ApiTokens tokens)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
{
    public const string Invalid = "auth.token_invalid";

    private const string Bearer = "Bearer ";

    /// <summary>A longer one is none of ours.</summary>
    private const int Longest = 8192;

    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        if (Request.Headers.Authorization is not [{ } header] || !header.StartsWith(Bearer, StringComparison.OrdinalIgnoreCase))
            return AuthenticateResult.NoResult();
        var secret = header[Bearer.Length..].Trim();
        if (secret.Length is 0 or > Longest)
            return AuthenticateResult.Fail(Invalid);
        var caller = secret.StartsWith(ApiTokens.Prefix, StringComparison.Ordinal) ? await tokens.FindAsync(secret, Context.RequestAborted)
            : Context.RequestServices.GetService<ApiClients>() is { } clients ? await clients.FindAsync(Context)
            : null;
        return caller is null ? AuthenticateResult.Fail(Invalid) : AuthenticateResult.Success(new(caller.Principal(), Scheme.Name));
    }

    protected override async Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        var wrong = (await HandleAuthenticateOnceSafeAsync()).Failure is not null;
        Response.Headers.WWWAuthenticate = wrong ? "Bearer error=\"invalid_token\"" : "Bearer";
        await Problems.WriteAsync(Context, StatusCodes.Status401Unauthorized, wrong ? Invalid : null);
    }

    protected override Task HandleForbiddenAsync(AuthenticationProperties properties)
    {
        Response.Headers.WWWAuthenticate = "Bearer error=\"insufficient_scope\"";
        return Problems.WriteAsync(Context, StatusCodes.Status403Forbidden, "auth.scope_missing");
    }
}
