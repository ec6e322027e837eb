using Microsoft.AspNetCore.Components;
using Posture.Model.Inventory;
using Posture.Store.Queries;

namespace Posture.Dashboard.Components.Pages.Images;

/// <summary>Whose the layers of an image are, from the core to the application, and what is built on the image itself.</summary>
public sealed partial class ImageLayersCard
{
    [Parameter, EditorRequired]
    public ImageDetail Model { get; set; } = default!;

    [Inject]
    private TimeProvider Time { get; init; } = default!;

    /// <summary>Ancestors with the layers that each adds to the one below; null where only the declaration is known.</summary>
    private IEnumerable<(ImageAncestor Of, int? Layers)> Parts
    {
        get
        {
            var below = 0;
            foreach (var ancestor in Model.Facts?.Ancestors ?? [])
            {
                yield return (ancestor, ancestor.Layers - below);
                below = ancestor.Layers ?? below;
            }
        }
    }

    /// <summary>Layers that are no ancestor's.</summary>
    private int? Own => Model.Facts?.Layers?.DiffIds.Count - (Model.Facts?.Ancestors?.Max(ancestor => ancestor.Layers) ?? 0);

    private static string NameOf(ImageAncestor ancestor) => ancestor.Tag is { } tag ? $"{ancestor.Repository}:{tag}" : $"{ancestor.Repository}@{ancestor.Digest}";

    private static RebuildState StateOf(ImageAncestor ancestor) => ancestor.IsReplaced switch
    {
        null => RebuildState.Unknown,
        false => RebuildState.Current,
        _ => ancestor.IsRebuilt == true ? RebuildState.Rebuilt : RebuildState.Outdated,
    };

    private int DaysSince(DateTimeOffset at) => Math.Max((int)(Time.GetUtcNow() - at).TotalDays, 0);
}
