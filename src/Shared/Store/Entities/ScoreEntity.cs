namespace Posture.Store.Entities;

/// <summary>Table <c>scores</c>, by month of <see cref="ValidFrom"/>: one row a scope, layer and period in which the score stayed the same.</summary>
internal sealed class ScoreEntity
{
    public Guid ClusterId { get; set; }

    /// <summary>True for the whole cluster; <see cref="Namespace"/> is empty then.</summary>
    public bool Whole { get; set; }
    public required string Namespace { get; set; }

    /// <summary>1–10, or 0 for the scope's own score.</summary>
    public short Layer { get; set; }
    public DateTimeOffset ValidFrom { get; set; }
    public DateTimeOffset? ValidTo { get; set; }
    public double? Value { get; set; }
    public double? WithoutExceptions { get; set; }
    public double? Coverage { get; set; }
    public double? Low { get; set; }
    public double? High { get; set; }
    public int Passed { get; set; }
    public int Failed { get; set; }
    public int Excepted { get; set; }
    public int Unassessed { get; set; }
}
