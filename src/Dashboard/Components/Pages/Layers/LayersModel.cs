using Posture.Dashboard.Components.Pages.Findings;
using Posture.Model.Scoring;
using Posture.Model.Verdicts;
using Posture.Store.Queries;

namespace Posture.Dashboard.Components.Pages.Layers;

/// <summary>The ten layers over the fleet.</summary>
/// <param name="Lines">One line a layer, in their order.</param>
/// <param name="Assessed">Objects × controls that have a verdict; none means that nothing is connected.</param>
/// <param name="List">Failing findings of the scope.</param>
public sealed record LayersModel(IReadOnlyList<LayerLine> Lines, int Assessed, FindingsState List);

/// <summary>One layer over the fleet.</summary>
/// <param name="Layer">The layer.</param>
/// <param name="Score">Mean of the clusters' scores.</param>
/// <param name="Worst">Cluster with the lowest score; null when none is scored.</param>
/// <param name="Clusters">Score by cluster, worst first.</param>
/// <param name="Failing">Failing findings.</param>
/// <param name="Controls">Every control of the layer, heaviest first.</param>
public sealed record LayerLine(
    Layer Layer, Score Score, string? Worst, IReadOnlyList<(string Cluster, Score Score)> Clusters, int Failing, IReadOnlyList<LayerControl> Controls)
{
    /// <summary>Controls that have a check.</summary>
    public int Checked => Controls.Count(line => line.HasCheck);
}

/// <summary>A control of a layer.</summary>
/// <param name="Control">The control.</param>
/// <param name="HasCheck">Whether there is a check for it; without one it is not assessed anywhere.</param>
/// <param name="Counts">Verdicts; all zero when there is none.</param>
public sealed record LayerControl(Control Control, bool HasCheck, VerdictCounts Counts);
