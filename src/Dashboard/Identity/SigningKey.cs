namespace Posture.Dashboard.Identity;

/// <summary>A key of the product's own, the same for all replicas. The payload is protected by the Data Protection ring.</summary>
internal sealed class SigningKey
{
    /// <summary>"signing" or "encryption", of the embedded provider's tokens, or "audit", of checkpoints: one of each.</summary>
    public required string Kind { get; init; }

    public required string Payload { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }
}
