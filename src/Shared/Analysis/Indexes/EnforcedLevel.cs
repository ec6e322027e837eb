namespace Posture.Analysis.Indexes;

/// <summary>Pod Security level of a namespace.</summary>
/// <param name="Level">Value of the enforce label as written; null without one.</param>
/// <param name="Unknown">Why the level cannot be told; null when it can.</param>
public sealed record EnforcedLevel(string? Level, string? Unknown)
{
    /// <summary>Baseline or restricted.</summary>
    public bool IsBaseline => Unknown is null && Level is "baseline" or "restricted";
}
