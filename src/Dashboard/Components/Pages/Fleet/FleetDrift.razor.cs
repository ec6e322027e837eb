using Microsoft.AspNetCore.Components;

namespace Posture.Dashboard.Components.Pages.Fleet;

/// <summary>The newest changes.</summary>
public sealed partial class FleetDrift
{
    [Parameter, EditorRequired]
    public FleetModel Fleet { get; set; } = default!;
}
