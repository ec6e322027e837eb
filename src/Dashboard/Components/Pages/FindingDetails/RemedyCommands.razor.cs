using Microsoft.AspNetCore.Components;

namespace Posture.Dashboard.Components.Pages.FindingDetails;

/// <summary>The change as commands against the cluster: difference, trial, application; new objects and deletions.</summary>
public sealed partial class RemedyCommands
{
    [Parameter, EditorRequired]
    public RemedyModel Model { get; set; } = default!;
}
