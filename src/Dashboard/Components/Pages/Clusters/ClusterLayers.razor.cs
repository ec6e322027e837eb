using Microsoft.AspNetCore.Components;
using Posture.Dashboard.Components.Pages.Layers;

namespace Posture.Dashboard.Components.Pages.Clusters;

/// <summary>The cluster's figures and its ten layers.</summary>
public sealed partial class ClusterLayers
{
    [Parameter, EditorRequired]
    public ClusterModel Model { get; set; } = default!;

    private static LayerControl? WorstOf(LayerLine line) =>
        line.Controls.Where(control => control.Counts.Fail > 0).OrderByDescending(control => control.Control.Weight).ThenByDescending(control => control.Counts.Fail).FirstOrDefault();

    private double? BeforeOf(LayerLine line) => Model.Before.FirstOrDefault(before => before.Layer == line.Layer)?.Score.Value;
}
