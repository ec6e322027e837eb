using Microsoft.AspNetCore.Components;
using Posture.Dashboard.Components.Pages.Findings;
using Posture.Store.Queries;

namespace Posture.Dashboard.Components.Pages.Images;

/// <summary>Where an image is used, and was; what still is comes first.</summary>
public sealed partial class ImageUsesTable
{
    [Parameter, EditorRequired]
    public ImageDetail Model { get; set; } = default!;

    private static string HrefOf(ImageUseRow use) =>
        new FindingsState { Clusters = [use.Cluster], Namespaces = [use.Workload.Namespace], Kinds = [use.Workload.Kind], Name = use.Workload.Name }.Href;
}
