using Posture.Model.Coverage;
using Posture.Store.Commands;

namespace Posture.Store.Queries;

/// <summary>All figures of a report, read from one consistent set of snapshots, so that they agree with each other (P-06).</summary>
/// <param name="At">The time the states are of.</param>
/// <param name="From">Begin of the period.</param>
/// <param name="Clusters">Clusters in the report.</param>
/// <param name="Controls">Verdict counts by cluster and control.</param>
/// <param name="Tallies">Counts the scores follow from.</param>
/// <param name="Findings">Findings with a verdict worth listing (all but pass and not applicable), worst first, at most the limit asked for.</param>
/// <param name="FindingsTotal">How many there are; more than the rows given means the list was cut.</param>
public sealed record ReportData(
    DateTimeOffset At,
    DateTimeOffset From,
    IReadOnlyList<ReportCluster> Clusters,
    IReadOnlyList<ControlCounts> Controls,
    IReadOnlyList<TallyRow> Tallies,
    IReadOnlyList<FindingRow> Findings,
    long FindingsTotal);

/// <summary>One cluster in a report.</summary>
/// <param name="Cluster">The cluster.</param>
/// <param name="Snapshot">The snapshot in force at the time; null before the first.</param>
/// <param name="Scores">Null for a tenant's scope: compute from the tallies.</param>
/// <param name="Before">Scores at the begin of the period, likewise.</param>
/// <param name="Coverage">Coverage by kind.</param>
/// <param name="New">Findings that began to fail in the period.</param>
/// <param name="Resolved">Findings that failed in the period and no longer do.</param>
public sealed record ReportCluster(
    Cluster Cluster, SnapshotRow? Snapshot, ScoreSet? Scores, ScoreSet? Before, IReadOnlyList<KindCoverage> Coverage, int New, int Resolved);
