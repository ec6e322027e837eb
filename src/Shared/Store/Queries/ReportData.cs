using Posture.Model.Coverage;
using Posture.Model.Inventory;
using Posture.Model.Verdicts;

namespace Posture.Store.Queries;

/// <summary>Everything a report says, read in one transaction: all figures are of the same moment.</summary>
/// <param name="Clusters">Visible clusters of the selection, by name.</param>
/// <param name="Counts">Verdicts of every control by cluster.</param>
/// <param name="Findings">None where only numbers are visible; else failing and excepted findings of the report's controls, worst first; at most <see cref="ReportQuery.MaxFindings"/>.</param>
/// <param name="Reasons">None where only numbers are visible; else why something was not assessed, by cluster, control and text.</param>
/// <param name="Nodes">Nodes, where whole clusters are visible and selected.</param>
/// <param name="Benchmarks">Runs of kube-bench, where whole clusters are visible and selected.</param>
public sealed record ReportData(
    IReadOnlyList<ReportCluster> Clusters, IReadOnlyList<ControlCounts> Counts, IReadOnlyList<FindingRow> Findings, IReadOnlyList<ReportReason> Reasons,
    IReadOnlyList<ReportNode> Nodes, IReadOnlyList<ReportBenchmark> Benchmarks);

/// <summary>A node of a cluster, and whether it carries the control plane.</summary>
public sealed record ReportNode(string Cluster, string Name, bool ControlPlane);

/// <summary>A run of kube-bench on a node of a cluster.</summary>
public sealed record ReportBenchmark(string Cluster, KubeBenchReport Report);

/// <summary>A cluster and the snapshot that the report is of.</summary>
/// <param name="Name">Slug.</param>
/// <param name="DisplayName">Name for people.</param>
/// <param name="Environment">For example production.</param>
/// <param name="Source">Where its objects come from.</param>
/// <param name="ServerVersion">Kubernetes version, or null when unknown.</param>
/// <param name="Snapshot">Id of the newest snapshot; null before the first.</param>
/// <param name="SnapshotAt">Its time: since then nothing has changed.</param>
/// <param name="CatalogueVersion">Version of controls and checks that it was evaluated with.</param>
/// <param name="CollectedAt">When the state was last confirmed.</param>
/// <param name="Objects">Visible objects of the selection; null where only numbers of whole clusters are visible and the selection is less.</param>
/// <param name="Coverage">Kinds, and whether they could be read.</param>
public sealed record ReportCluster(
    string Name, string DisplayName, string Environment, string Source, string? ServerVersion, Guid? Snapshot, DateTimeOffset? SnapshotAt, string? CatalogueVersion,
    DateTimeOffset? CollectedAt, int? Objects, IReadOnlyList<KindCoverage> Coverage);

/// <summary>Findings that could not be assessed for the same reason.</summary>
public sealed record ReportReason(string Cluster, string Control, Verdict Verdict, string Message, int Count);
