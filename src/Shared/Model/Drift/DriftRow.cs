using Posture.Model.Inventory;
using Posture.Model.Verdicts;

namespace Posture.Model.Drift;

/// <summary>
/// One visible difference between two snapshots: an object that came, changed or went (<see cref="Change"/>) or a verdict that turned (<see cref="Verdict"/>).
/// Exactly one of the two is set.
/// </summary>
/// <param name="At">Time of the snapshot that brought it.</param>
/// <param name="Cluster">Name of the cluster.</param>
/// <param name="Object">The object that differs.</param>
/// <param name="Change">Documents before and after.</param>
/// <param name="Verdict">Verdict before and after.</param>
public sealed record DriftRow(DateTimeOffset At, string Cluster, ObjectRef Object, ObjectChange? Change, VerdictChange? Verdict);

/// <summary>Slim documents of an object as JSON; null on the side where the object did not exist. The two sides are never equal.</summary>
public sealed record ObjectChange(string? Before, string? After);

/// <summary>A verdict that turned; null on the side where the finding did not exist. The two sides are never equal.</summary>
/// <param name="Fingerprint">Identity of the finding.</param>
/// <param name="Control">Id of the control.</param>
/// <param name="Layer">Layer of the control.</param>
/// <param name="Severity">Severity of the control.</param>
/// <param name="Before">Verdict before.</param>
/// <param name="After">Verdict after.</param>
/// <param name="Message">Message of the newer side.</param>
public sealed record VerdictChange(string Fingerprint, string Control, Layer Layer, Severity Severity, Verdict? Before, Verdict? After, string Message);
