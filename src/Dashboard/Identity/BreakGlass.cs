using System.Security.Claims;
using Microsoft.EntityFrameworkCore;

namespace Posture.Dashboard.Identity;

/// <summary>
/// The way in when nobody else has one: a provider that is away, or no administrator who can sign in (P-28). Whoever has the machine and the database owner's
/// connection string makes a link there (<c>posture admin break-glass</c>); no account and no password lie about for it. It works once, for an hour, as administrator and
/// lead, and both the link and its use are in the audit log.
/// </summary>
internal sealed partial class BreakGlass(IdentityStore store, Sessions sessions, TimeProvider time, ILogger<BreakGlass> logger)
{
    /// <summary>Who vouches for such a session.</summary>
    public const string Issuer = "break-glass";

    /// <summary>Longest session.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromHours(1);

    private static readonly ClaimReading Rights = new([Roles.Lead, Roles.Admin], [], null);

    public Task<bool> IsValidAsync(string code, CancellationToken cancellationToken)
    {
        var (hash, now) = (CodeHash.Of(code), time.GetUtcNow());
        return store.BreakGlassCodes.AnyAsync(item => item.Hash == hash && item.ExpiresAt > now, cancellationToken);
    }

    /// <summary>Uses the code up and starts a session; null when it is worth nothing (any more).</summary>
    public async Task<ClaimsPrincipal?> RedeemAsync(string code, SessionOrigin origin, CancellationToken cancellationToken)
    {
        var (hash, now) = (CodeHash.Of(code), time.GetUtcNow());
        if (await store.BreakGlassCodes.Where(item => item.Hash == hash && item.ExpiresAt > now).ExecuteDeleteAsync(cancellationToken) != 1)
            return null;
        var subject = Guid.CreateVersion7().ToString();
        var session = await sessions.StartBreakGlassAsync(subject, Rights, origin, cancellationToken);
        LogUsed(session.Id);
        var person = new ClaimsPrincipal(new ClaimsIdentity([new Claim("sub", subject, ClaimValueTypes.String, Issuer), new Claim("name", Issuer)]));
        return Session.Of(person, Rights, session.Id, session.ExpiresAt, origin.Address);
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "the break-glass link was used: session {Session} has all rights for an hour")]
    private partial void LogUsed(Guid session);
}

/// <summary>A break-glass link that was not used yet. Only the SHA-256 of its code is kept.</summary>
internal sealed class BreakGlassCode
{
    public required string Hash { get; init; }

    public required DateTimeOffset ExpiresAt { get; init; }
}
