using Microsoft.AspNetCore.Components;

namespace Posture.Dashboard.Components.Pages.Clusters;

/// <summary>Says when a cluster's data is old or has gaps.</summary>
public sealed partial class ClusterWarnings
{
    [Parameter, EditorRequired]
    public ClusterModel Model { get; set; } = default!;
}
