using Posture.Store.Commands;

namespace Posture.Store.Queries;

/// <summary>The fleet at a time. The fleet's own score is the dashboard's to compute from the clusters' (stale ones are left out, design.md §7).</summary>
/// <param name="At">The time looked at; null for now.</param>
/// <param name="Before">The time compared with.</param>
/// <param name="Clusters">Visible clusters by name.</param>
/// <param name="Open">Open findings of all of them.</param>
/// <param name="New">Findings that began to fail between the two times.</param>
/// <param name="Resolved">Findings that failed between the two times and no longer do.</param>
public sealed record FleetView(
    DateTimeOffset? At, DateTimeOffset Before, IReadOnlyList<FleetCluster> Clusters, SeverityCounts Open, int New, int Resolved);

/// <summary>One cluster of the fleet.</summary>
/// <param name="Cluster">The cluster.</param>
/// <param name="Scores">Scores at the time; null before the first snapshot, and null for a tenant's scope, which sees a part only: compute from <see cref="TallyQuery"/>.</param>
/// <param name="Before">Scores at the time compared with, likewise.</param>
/// <param name="Open">Visible open findings.</param>
/// <param name="New">See <see cref="FleetView"/>.</param>
/// <param name="Resolved">See <see cref="FleetView"/>.</param>
/// <param name="KindsRead">Kinds that could be read or are not served.</param>
/// <param name="KindsUnread">Kinds that could not be read: forbidden, failed, pending …</param>
public sealed record FleetCluster(
    Cluster Cluster, ScoreSet? Scores, ScoreSet? Before, SeverityCounts Open, int New, int Resolved, int KindsRead, int KindsUnread);
