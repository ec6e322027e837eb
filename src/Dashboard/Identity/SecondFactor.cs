namespace Posture.Dashboard.Identity;

/// <summary>The authenticator app of an account.</summary>
internal sealed class SecondFactor
{
    public required Guid AccountId { get; init; }

    /// <summary>The shared secret, encrypted with the key ring.</summary>
    public required string Secret { get; init; }

    /// <summary>Step of the newest code that was taken: it and older ones are taken no more.</summary>
    public required long LastStep { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }
}

/// <summary>A code for the day on which the app is lost; works once.</summary>
internal sealed class RecoveryCode
{
    /// <summary>SHA-256 of the code, which has 120 random bits.</summary>
    public required string Hash { get; init; }

    public required Guid AccountId { get; init; }

    public DateTimeOffset? UsedAt { get; init; }
}
