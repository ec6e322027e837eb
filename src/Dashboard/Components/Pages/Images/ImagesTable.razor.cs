using Microsoft.AspNetCore.Components;

namespace Posture.Dashboard.Components.Pages.Images;

/// <summary>The rows.</summary>
public sealed partial class ImagesTable
{
    [Parameter, EditorRequired]
    public ImagesModel List { get; set; } = default!;
}
