using Posture.Analysis.Catalogue;
using Posture.Analysis.Scoring;
using Posture.Model.Scoring;
using Posture.Model.Verdicts;
using Posture.Store.Queries;

namespace Posture.Dashboard.Components.Pages;

/// <summary>Scores of any selection, computed from counts by the same function as the stored ones: for tenants, scopes in the address, and "what if".</summary>
internal static class ScoreSheet
{
    /// <summary>Scores of the objects that the rows count; null when nothing is scored.</summary>
    public static ScoreSet? Of(IEnumerable<TallyRow> rows)
    {
        var layers = Tallies(rows).GroupBy(pair => pair.Control.Layer)
            .ToDictionary(group => group.Key, group => ScoreCalculator.Layer([.. group.Select(pair => pair.Tally)]));
        var scope = ScoreCalculator.Scope(layers.Values);
        return scope.Coverage is null ? null : new(scope, layers);
    }

    /// <summary>Scores from verdict counts by control.</summary>
    public static ScoreSet? Of(IEnumerable<ControlCounts> counts) => Of(counts.Select(Row));

    /// <summary>Counts as a tally row; error counts as unassessed.</summary>
    public static TallyRow Row(ControlCounts of) => new(
        of.Cluster ?? "", "", of.Control, of.Layer, of.Counts.Pass, of.Counts.Fail, of.Counts.Excepted, of.Counts.NotAssessed + of.Counts.Error);

    /// <summary>One tally a control, over all the rows.</summary>
    public static IEnumerable<(Control Control, ControlTally Tally)> Tallies(IEnumerable<TallyRow> rows)
    {
        foreach (var group in rows.GroupBy(row => row.Control, StringComparer.Ordinal))
            if (ControlCatalogue.Default.Find(group.Key) is { } control)
                yield return (control, new(
                    control.Weight, group.Sum(row => row.Pass), group.Sum(row => row.Fail), group.Sum(row => row.Excepted), group.Sum(row => row.Unassessed)));
    }

    /// <summary>The rows after one finding of a control in a namespace passes.</summary>
    public static IEnumerable<TallyRow> Fixed(IEnumerable<TallyRow> rows, string control, string ns)
    {
        foreach (var row in rows)
            yield return row.Control == control && row.Namespace == ns && row.Fail > 0 ? row with { Fail = row.Fail - 1, Pass = row.Pass + 1 } : row;
    }

    /// <summary>Mean of clusters' scores, the fleet's score (design.md §7).</summary>
    public static Score Mean(IEnumerable<Score> clusters) => ScoreCalculator.Scope([.. clusters]);
}
