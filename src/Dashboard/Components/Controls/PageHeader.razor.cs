using Microsoft.AspNetCore.Components;

namespace Posture.Dashboard.Components.Controls;

/// <summary>Title of a page: document title and <c>h1</c> are the same words; breadcrumbs above, one sentence and actions beside.</summary>
public sealed partial class PageHeader
{
    [Parameter, EditorRequired]
    public string Title { get; set; } = "";

    /// <summary>Pages above this one, outermost first; this one is added.</summary>
    [Parameter]
    public IReadOnlyList<Crumb> Crumbs { get; set; } = [];

    /// <summary>The page in a sentence.</summary>
    [Parameter]
    public RenderFragment? ChildContent { get; set; }

    [Parameter]
    public RenderFragment? Actions { get; set; }
}

/// <summary>A step of the breadcrumbs.</summary>
/// <param name="Text">Words, already in the viewer's language.</param>
/// <param name="Href">Our own path.</param>
public sealed record Crumb(string Text, string Href);
