namespace Posture.Analysis.Layers;

/// <summary>Repositories of base images, and who answers for their layers: entry of <c>baseImages</c> in the policy file, the core first.</summary>
public sealed record BaseRule
{
    /// <summary>Owner of what no rule is about.</summary>
    public const string Application = "application";

    /// <summary>Repositories (host, or host with path on a "/" boundary) that it is about.</summary>
    public required IReadOnlyList<string> Images { get; init; }

    /// <summary>Who answers for them, for example <c>operations</c>.</summary>
    public required string Owner { get; init; }
}
