using Microsoft.AspNetCore.Components;

namespace Posture.Dashboard.Components.Pages.FindingDetails;

/// <summary>Every place that decided the verdict: field, what it holds, what would pass.</summary>
public sealed partial class FindingWhere
{
    [Parameter, EditorRequired]
    public FindingModel Model { get; set; } = default!;
}
