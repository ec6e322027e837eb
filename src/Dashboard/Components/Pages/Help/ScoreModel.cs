using Posture.Dashboard.Components.Pages.Fleet;
using Posture.Model.Scoring;
using Posture.Model.Verdicts;

namespace Posture.Dashboard.Components.Pages.Help;

/// <summary>The viewer's own score, worked out.</summary>
/// <param name="Fleet">The fleet as the fleet page shows it.</param>
/// <param name="Cluster">Cluster worked out; null when none is scored.</param>
/// <param name="Layer">Layer worked out.</param>
/// <param name="Layers">Scores of the cluster's layers.</param>
/// <param name="Score">The cluster's score.</param>
/// <param name="Steps">Controls of the layer that count, heaviest first.</param>
public sealed record ScoreModel(
    FleetModel Fleet, string? Cluster, Layer Layer, IReadOnlyDictionary<Layer, Score> Layers, Score Score, IReadOnlyList<ScoreStep> Steps)
{
    public double WeightSum => Steps.Sum(step => step.Effective);

    public double PassSum => Steps.Sum(step => step.Effective * step.PassRate);

    /// <summary>100 · ΣW·p / ΣW, by the steps shown.</summary>
    public double? Worked => Steps.Count == 0 ? null : 100 * PassSum / WeightSum;
}

/// <summary>One control's part in a layer's score.</summary>
/// <param name="Control">Id.</param>
/// <param name="Tally">Its counts.</param>
public sealed record ScoreStep(string Control, ControlTally Tally)
{
    /// <summary>p = (n − f) / n.</summary>
    public double PassRate => (double)(Tally.Assessed - Tally.Fail) / Tally.Assessed;

    /// <summary>W = w · (1 + log10 n).</summary>
    public double Effective => Tally.Weight * (1 + Math.Log10(Tally.Assessed));
}
