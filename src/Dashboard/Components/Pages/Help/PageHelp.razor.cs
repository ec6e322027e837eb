using Microsoft.AspNetCore.Components;

namespace Posture.Dashboard.Components.Pages.Help;

/// <summary>What a page answers, how to read it, and the commands that answer the same.</summary>
public sealed partial class PageHelp
{
    /// <summary>Name of the page, which is its address and the end of its texts' keys.</summary>
    [Parameter, EditorRequired]
    public string Page { get; set; } = "";

    /// <summary>Commands, one a line.</summary>
    [Parameter, EditorRequired]
    public string Commands { get; set; } = "";
}
