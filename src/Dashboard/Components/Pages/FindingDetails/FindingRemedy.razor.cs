using Microsoft.AspNetCore.Components;

namespace Posture.Dashboard.Components.Pages.FindingDetails;

/// <summary>The change that makes the finding pass, computed from the object: difference, command, what else it does, and who writes the object.</summary>
public sealed partial class FindingRemedy
{
    [Parameter, EditorRequired]
    public RemedyModel Model { get; set; } = default!;
}
