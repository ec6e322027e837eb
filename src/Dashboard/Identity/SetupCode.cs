namespace Posture.Dashboard.Identity;

/// <summary>The one-time right to create the first administrator. Only its SHA-256 is kept.</summary>
internal sealed class SetupCode
{
    public required string Hash { get; init; }

    public required DateTimeOffset ExpiresAt { get; init; }

    public DateTimeOffset? UsedAt { get; init; }
}
