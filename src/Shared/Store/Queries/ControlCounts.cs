using Posture.Model.Verdicts;

namespace Posture.Store.Queries;

/// <summary>Verdicts of one control over the visible objects, of one cluster when <paramref name="Cluster"/> is set.</summary>
public sealed record ControlCounts(string? Cluster, string Control, Layer Layer, Severity Severity, VerdictCounts Counts);
