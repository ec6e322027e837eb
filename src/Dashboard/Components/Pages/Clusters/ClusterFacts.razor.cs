using Microsoft.AspNetCore.Components;

namespace Posture.Dashboard.Components.Pages.Clusters;

/// <summary>A cluster in a line: environment, version, source, objects, age.</summary>
public sealed partial class ClusterFacts
{
    [Parameter, EditorRequired]
    public ClusterModel Model { get; set; } = default!;
}
