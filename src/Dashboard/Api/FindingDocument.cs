namespace Posture.Dashboard.Api;

/// <summary>A finding.</summary>
/// <param name="Fingerprint">Its identity, the same for as long as object and control are.</param>
/// <param name="Cluster">Name of the cluster.</param>
/// <param name="Control">Id of the control.</param>
/// <param name="Layer">1 to 10.</param>
/// <param name="Severity"><c>critical</c>, <c>high</c>, <c>medium</c> or <c>low</c>.</param>
/// <param name="Verdict"><c>pass</c>, <c>fail</c>, <c>excepted</c>, <c>not-assessed</c>, <c>error</c> …; more may come.</param>
/// <param name="System">Whether the object is the cluster's own, which is not scored.</param>
/// <param name="Object">The object.</param>
/// <param name="Message">What was found.</param>
/// <param name="Evidence">Where in the object.</param>
/// <param name="Since">Since when it has this verdict.</param>
/// <param name="Until">When it ended; null while it is current.</param>
internal sealed record FindingDocument(
    string Fingerprint, string Cluster, string Control, int Layer, string Severity, string Verdict, bool System, ObjectDocument Object, string Message,
    IReadOnlyList<EvidenceDocument> Evidence, DateTimeOffset Since, DateTimeOffset? Until);

/// <summary>An object of Kubernetes.</summary>
internal sealed record ObjectDocument(string ApiVersion, string Kind, string Namespace, string Name);

/// <summary>A place in an object.</summary>
/// <param name="Path">Path of the field.</param>
/// <param name="Observed">What is there; null when nothing is.</param>
/// <param name="Expected">What should be there.</param>
internal sealed record EvidenceDocument(string Path, string? Observed, string? Expected);
