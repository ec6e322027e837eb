using Posture.Model.Verdicts;

namespace Posture.Store.Queries;

/// <summary>Verdicts of one control over the visible objects, of one cluster when <paramref name="Cluster"/> is set.</summary>
/// <param name="Cluster">Its name, or null.</param>
/// <param name="Control">Id.</param>
/// <param name="Layer">Layer of the control.</param>
/// <param name="Severity">The worst of its findings: some conditions of a control weigh differently.</param>
/// <param name="Counts">Findings by verdict.</param>
public sealed record ControlCounts(string? Cluster, string Control, Layer Layer, Severity Severity, VerdictCounts Counts);
