using Microsoft.AspNetCore.Components;
using Posture.Store.Queries;

namespace Posture.Dashboard.Components.Pages.Images;

/// <summary>What an image is: tags, platforms, age, base, and since when it is in use.</summary>
public sealed partial class ImageContentCard
{
    [Parameter, EditorRequired]
    public ImageDetail Model { get; set; } = default!;

    /// <summary>Whole days between the builds of this image and of the newest; null unless that is later.</summary>
    private int? DaysBehind => Model.Facts is { Created: { } own, Newest.Created: { } newest } && newest > own ? (int)(newest - own).TotalDays : null;
}
