using System.Linq.Expressions;

namespace Posture.Dashboard.Identity;

/// <summary>
/// A sign-in that the server knows. The cookies of the dashboard and of the embedded provider only name it: ended here, neither is worth anything, and one cannot
/// be made anew from the other.
/// </summary>
internal sealed class OpenSession
{
    /// <summary>Longest name that is kept.</summary>
    public const int MaxName = 200;

    public Guid Id { get; init; } = Guid.CreateVersion7();

    /// <summary>Issuer and subject, as <see cref="Viewer.Subject"/> writes them.</summary>
    public required string Owner { get; init; }

    /// <summary>Name of another provider's person, to be shown; an account has its own.</summary>
    public string? Name { get; init; }

    /// <summary>Account of the embedded provider; null for another provider's person.</summary>
    public Guid? AccountId { get; init; }

    /// <summary>Digest of the account's security stamp at sign-in: another stamp ends the session.</summary>
    public string? Stamp { get; init; }

    /// <summary>The other provider's name for its session, by which it can end this one.</summary>
    public string? ProviderSession { get; init; }

    /// <summary>The other provider's <see cref="Identity.ProviderGrant"/>, encrypted with the key ring (<see cref="ProviderGrants"/>). Forgotten when the session ends.</summary>
    public string? ProviderGrant { get; init; }

    /// <summary>When the other provider was last asked what the person has, whether or not it answered.</summary>
    public DateTimeOffset? AskedAt { get; init; }

    /// <summary>When the other provider last said what the person has; null for who is not another provider's.</summary>
    public DateTimeOffset? ToldAt { get; init; }

    /// <summary>Roles that another provider gives, as it was last told. Empty for an account, which has its own.</summary>
    public string[] Roles { get; init; } = [];

    /// <summary>Tenants that another provider gives, as it was last told.</summary>
    public string[] Tenants { get; init; } = [];

    /// <summary>How the person signed in, one of <see cref="SignInMethod"/>.</summary>
    public required string Method { get; init; }

    /// <summary>What the browser says it is.</summary>
    public required string Device { get; init; }

    public required string Address { get; init; }

    /// <summary>When the person proved who it is.</summary>
    public required DateTimeOffset StartedAt { get; init; }

    public required DateTimeOffset SeenAt { get; init; }

    public required DateTimeOffset ExpiresAt { get; init; }

    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>Which sessions hold: neither past their end, nor ended, nor left alone for too long, nor without the word of another provider for longer than it counts.</summary>
    public static Expression<Func<OpenSession, bool>> Holding(DateTimeOffset now, int idleMinutes)
    {
        var (idle, told) = (now.AddMinutes(-idleMinutes), now - ProviderRights.Counts);
        return session => session.EndedAt == null && session.ExpiresAt > now && session.SeenAt > idle && (session.ToldAt == null || session.ToldAt > told);
    }
}

/// <summary>How a person proved who it is.</summary>
internal static class SignInMethod
{
    public const string Password = "password";

    /// <summary>Password and a code of the authenticator app.</summary>
    public const string App = "app";

    /// <summary>Password and a recovery code.</summary>
    public const string Recovery = "recovery";

    /// <summary>A passkey, which the device has unlocked for its owner: two factors in one.</summary>
    public const string Passkey = "passkey";

    public const string Provider = "provider";

    /// <summary>By the link of <see cref="BreakGlass"/>.</summary>
    public const string Emergency = "emergency";
}
