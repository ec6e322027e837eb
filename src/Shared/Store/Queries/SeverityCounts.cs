using Posture.Model.Verdicts;

namespace Posture.Store.Queries;

/// <summary>Open findings (verdict fail, system objects left out) by severity.</summary>
public readonly record struct SeverityCounts(int Critical, int High, int Medium, int Low)
{
    public int Total => Critical + High + Medium + Low;

    public int Of(Severity severity) => severity switch
    {
        Severity.Critical => Critical,
        Severity.High => High,
        Severity.Medium => Medium,
        _ => Low,
    };

    /// <summary>Counts of one severity.</summary>
    public static SeverityCounts Single(Severity severity, int count) => severity switch
    {
        Severity.Critical => new(count, 0, 0, 0),
        Severity.High => new(0, count, 0, 0),
        Severity.Medium => new(0, 0, count, 0),
        _ => new(0, 0, 0, count),
    };

    public static SeverityCounts operator +(SeverityCounts left, SeverityCounts right) => left.Plus(right);

    public SeverityCounts Plus(SeverityCounts other) => new(Critical + other.Critical, High + other.High, Medium + other.Medium, Low + other.Low);
}
