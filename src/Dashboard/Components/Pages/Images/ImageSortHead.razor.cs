using Microsoft.AspNetCore.Components;
using Posture.Store.Queries;

namespace Posture.Dashboard.Components.Pages.Images;

/// <summary>Head of a column that sorts: a link to the same list in the other order.</summary>
public sealed partial class ImageSortHead
{
    [Parameter, EditorRequired]
    public ImagesState State { get; set; } = default!;

    [Parameter, EditorRequired]
    public ImageSort By { get; set; }

    [Parameter, EditorRequired]
    public string Text { get; set; } = "";

    /// <summary>Which way the first click sorts.</summary>
    [Parameter]
    public bool FirstDescending { get; set; }

    [Parameter]
    public string? Class { get; set; }

    private string? Sort => State.Order.By != By ? null : State.Order.Descending ? "descending" : "ascending";

    private string Arrow => State.Order.By != By ? "" : State.Order.Descending ? " ↓" : " ↑";
}
