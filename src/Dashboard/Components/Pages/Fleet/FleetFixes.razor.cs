using Microsoft.AspNetCore.Components;

namespace Posture.Dashboard.Components.Pages.Fleet;

/// <summary>Fewest changes, most points.</summary>
public sealed partial class FleetFixes
{
    [Parameter, EditorRequired]
    public FleetModel Fleet { get; set; } = default!;
}
