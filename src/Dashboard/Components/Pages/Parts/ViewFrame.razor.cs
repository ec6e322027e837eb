using Microsoft.AspNetCore.Components;

namespace Posture.Dashboard.Components.Pages.Parts;

/// <summary>A page's data or the state that stands in for it: loading, failed with a reference, not found or not visible.</summary>
public sealed partial class ViewFrame<T>
{
    /// <summary>The data.</summary>
    [Parameter, EditorRequired]
    public LiveView<T> View { get; set; } = default!;

    /// <summary>Title while nothing is loaded.</summary>
    [Parameter, EditorRequired]
    public string Title { get; set; } = "";

    /// <summary>The page over its data.</summary>
    [Parameter, EditorRequired]
    public RenderFragment<T> ChildContent { get; set; } = default!;
}
