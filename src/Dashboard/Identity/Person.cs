namespace Posture.Dashboard.Identity;

/// <summary>An account of the embedded provider, as administrators see it.</summary>
public sealed record Person
{
    /// <summary>Its id.</summary>
    public required Guid Id { get; init; }

    /// <summary>User name.</summary>
    public required string Email { get; init; }

    /// <summary>Name to show.</summary>
    public required string Name { get; init; }

    /// <summary>Its roles.</summary>
    public required IReadOnlyList<string> Roles { get; init; }

    /// <summary>Names of its tenants.</summary>
    public required IReadOnlyList<string> Tenants { get; init; }

    /// <summary>Whether the password alone is not enough: there is an authenticator app or a passkey.</summary>
    public required bool HasSecondFactor { get; init; }

    /// <summary>Sessions that hold.</summary>
    public required int Sessions { get; init; }

    /// <summary>When it was last seen, as far as sessions are kept; null for never.</summary>
    public required DateTimeOffset? SeenAt { get; init; }

    /// <summary>Whether it can sign in.</summary>
    public required PersonState State { get; init; }

    /// <summary>A link to a new password that is not used yet.</summary>
    public required OpenReset? Reset { get; init; }
}

/// <summary>Whether an account can sign in.</summary>
public enum PersonState
{
    /// <summary>It can.</summary>
    Active,

    /// <summary>Not for some minutes, after wrong passwords.</summary>
    Paused,

    /// <summary>Not until an administrator opens it.</summary>
    Locked,
}

/// <summary>A link to a new password.</summary>
/// <param name="Id">Its id.</param>
/// <param name="ExpiresAt">Its end.</param>
public sealed record OpenReset(Guid Id, DateTimeOffset ExpiresAt);

/// <summary>Somebody who is invited and has no account yet.</summary>
/// <param name="Id">Id of the invitation.</param>
/// <param name="Email">User name of the account to be.</param>
/// <param name="Roles">Roles that it will have.</param>
/// <param name="Tenants">Tenants that it will belong to.</param>
/// <param name="ExpiresAt">End of the invitation.</param>
public sealed record Invited(Guid Id, string Email, IReadOnlyList<string> Roles, IReadOnlyList<string> Tenants, DateTimeOffset ExpiresAt);
