using Microsoft.AspNetCore.Components;

namespace Posture.Dashboard.Components.Pages.Parts;

/// <summary>A count as a link to its list; zero leads nowhere.</summary>
public sealed partial class VerdictCount
{
    [Parameter, EditorRequired]
    public int Count { get; set; }

    [Parameter, EditorRequired]
    public string Href { get; set; } = "";
}
