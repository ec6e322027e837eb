using Microsoft.AspNetCore.Components;

namespace Posture.Dashboard.Components.Pages.Parts;

/// <summary>Says how many changes wait, and shows them on demand: rows never move by themselves.</summary>
public sealed partial class HeldPill
{
    [Parameter, EditorRequired]
    public int Count { get; set; }

    [Parameter, EditorRequired]
    public EventCallback OnShow { get; set; }
}
