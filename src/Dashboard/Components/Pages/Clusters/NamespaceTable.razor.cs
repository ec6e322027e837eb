using Microsoft.AspNetCore.Components;
using Posture.Model.Verdicts;
using Posture.Store.Queries;

namespace Posture.Dashboard.Components.Pages.Clusters;

/// <summary>Namespaces by layers, worst first.</summary>
public sealed partial class NamespaceTable
{
    [Parameter, EditorRequired]
    public ClusterModel Model { get; set; } = default!;

    private static double? Of(NamespaceRow row, Layer layer) => row.Scores?.Layers.GetValueOrDefault(layer)?.Value;
}
