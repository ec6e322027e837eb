using Microsoft.AspNetCore.Components;

namespace Posture.Dashboard.Components.Pages.PeoplePages;

/// <summary>A one-time link, to be copied and handed over. It is on this page only, and once.</summary>
public sealed partial class LinkShown
{
    [Parameter, EditorRequired]
    public string Link { get; set; } = "";

    /// <summary>For whom and for how long.</summary>
    [Parameter, EditorRequired]
    public string Text { get; set; } = "";
}
