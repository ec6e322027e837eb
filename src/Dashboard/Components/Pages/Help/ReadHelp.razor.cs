using Microsoft.AspNetCore.Components;

namespace Posture.Dashboard.Components.Pages.Help;

/// <summary>From a page to what the help says about reading it.</summary>
public sealed partial class ReadHelp
{
    /// <summary>Address of the page without its slash, for example <c>network</c>.</summary>
    [Parameter, EditorRequired]
    public string Page { get; set; } = "";
}
