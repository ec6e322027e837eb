namespace Posture.Dashboard.Identity;

/// <summary>The one-time right to an account that an administrator has described, or to a new password of one. It is gone once used or withdrawn.</summary>
internal sealed class Invitation
{
    public Guid Id { get; init; } = Guid.CreateVersion7();

    /// <summary>SHA-256 of the code in the link.</summary>
    public required string Hash { get; init; }

    /// <summary>User name of the account.</summary>
    public required string Email { get; init; }

    public required string[] Roles { get; init; }

    public required string[] Tenants { get; init; }

    /// <summary>The account that gets a new password; null for a new account.</summary>
    public Guid? AccountId { get; init; }

    /// <summary>The administrator who gave it. Who is one no more has given nothing that still works.</summary>
    public required Guid CreatedBy { get; init; }

    public required DateTimeOffset ExpiresAt { get; init; }
}
