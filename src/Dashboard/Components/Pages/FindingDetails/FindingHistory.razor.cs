using Microsoft.AspNetCore.Components;

namespace Posture.Dashboard.Components.Pages.FindingDetails;

/// <summary>Verdicts over time, newest first.</summary>
public sealed partial class FindingHistory
{
    [Parameter, EditorRequired]
    public FindingModel Model { get; set; } = default!;
}
