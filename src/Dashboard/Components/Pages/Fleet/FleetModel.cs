using Posture.Dashboard.Components.Pages.Findings;
using Posture.Model.Drift;
using Posture.Model.Scoring;
using Posture.Model.Tenancy;
using Posture.Store.Queries;

namespace Posture.Dashboard.Components.Pages.Fleet;

/// <summary>The fleet as the page shows it.</summary>
/// <param name="View">Clusters, counts and times.</param>
/// <param name="Lines">Clusters, worst first.</param>
/// <param name="Score">Mean of the clusters that are not left out.</param>
/// <param name="Before">Mean at the time compared with, of the clusters that had a score then.</param>
/// <param name="Compared">Mean of the same clusters at the time looked at: a cluster that joined makes the fleet neither better nor worse.</param>
/// <param name="Fixes">Controls by points to gain.</param>
/// <param name="Drift">Newest changes.</param>
/// <param name="At">Time looked at; null for now.</param>
/// <param name="List">The findings list of this scope; every number leads into it.</param>
/// <param name="Reach">How far the viewer sees.</param>
/// <param name="Images">Who signed the images of each cluster, now; null for a former time.</param>
public sealed record FleetModel(
    FleetView View,
    IReadOnlyList<FleetLine> Lines,
    Score Score,
    Score Before,
    Score Compared,
    IReadOnlyList<FleetFix> Fixes,
    IReadOnlyList<DriftRow> Drift,
    DateTimeOffset? At,
    FindingsState List,
    ViewReach Reach,
    IReadOnlyList<ImageShare>? Images)
{
    /// <summary>Whether the viewer sees the whole fleet.</summary>
    public bool SeesAll => Reach != ViewReach.Tenants;

    /// <summary>Whether what was found is shown at all, in numbers or by name.</summary>
    public bool ShowsScores => Reach != ViewReach.Configuration;

    /// <summary>Clusters that have a score and count.</summary>
    public int Counted => Lines.Count(line => line is { Scores: not null, Freshness: not Freshness.LeftOut });

    internal static (FleetModel Shown, int Changes) Merge(FleetModel shown, FleetModel fresh)
    {
        var (lines, changes) = HeldRows.Merge(shown.Lines, fresh.Lines, line => line.Row.Cluster.Name);
        return (fresh with { Lines = lines }, changes);
    }
}

/// <summary>One cluster of the fleet.</summary>
/// <param name="Row">As stored.</param>
/// <param name="Scores">Scores of what the viewer sees; null when nothing is assessed.</param>
/// <param name="Before">The same at the time compared with.</param>
/// <param name="Freshness">How old the data is.</param>
public sealed record FleetLine(FleetCluster Row, ScoreSet? Scores, ScoreSet? Before, Freshness Freshness);

/// <summary>What the fleet would gain if a control failed nowhere.</summary>
/// <param name="Control">Id of the control.</param>
/// <param name="Clusters">Clusters in which it fails.</param>
/// <param name="Findings">Failing findings.</param>
/// <param name="Gain">Points of the fleet's score.</param>
public sealed record FleetFix(string Control, int Clusters, int Findings, double Gain);
