using Posture.Model.Drift;
using Posture.Model.Inventory;

namespace Posture.Dashboard.Components.Pages.Drift;

/// <summary>What changed, newest first.</summary>
/// <param name="State">The address it answers.</param>
/// <param name="Rows">Changes with their fields.</param>
/// <param name="Total">Changes in the period.</param>
/// <param name="Unfiltered">Changes in the period without the other filters.</param>
/// <param name="Scores">Score before and after by cluster and time, of the snapshots that moved it.</param>
/// <param name="NoAccess">The viewer sees no change by name, whatever there is.</param>
public sealed record DriftModel(
    DriftState State, IReadOnlyList<DriftEntry> Rows, long Total, long Unfiltered, IReadOnlyDictionary<(string Cluster, DateTimeOffset At), ScoreMove> Scores, bool NoAccess)
{
    /// <summary>Changes of one snapshot together, in the order of the rows.</summary>
    public IEnumerable<IGrouping<(string Cluster, DateTimeOffset At), DriftEntry>> Snapshots => Rows.GroupBy(entry => (entry.Row.Cluster, entry.Row.At));

    internal static (DriftModel Shown, int Changes) Merge(DriftModel shown, DriftModel fresh)
    {
        var (rows, changes) = HeldRows.Merge(shown.Rows, fresh.Rows, entry => entry.Key);
        return (fresh with { Rows = rows }, changes);
    }
}

/// <summary>One change.</summary>
/// <param name="Row">As stored.</param>
/// <param name="Fields">Fields that differ, of a changed object.</param>
public sealed record DriftEntry(DriftRow Row, IReadOnlyList<FieldChange> Fields)
{
    /// <summary>Identity of the change.</summary>
    public (DateTimeOffset At, string Cluster, ObjectRef Object, string? Control) Key => (Row.At, Row.Cluster, Row.Object, Row.Verdict?.Control);
}

/// <summary>A cluster's score before and after a snapshot.</summary>
public sealed record ScoreMove(double Before, double After);
