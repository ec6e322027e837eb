using Microsoft.AspNetCore.Components;

namespace Posture.Dashboard.Components.Pages.Fleet;

/// <summary>Names the clusters whose data is old or has gaps: a figure over them says less than it seems.</summary>
public sealed partial class FleetWarnings
{
    [Parameter, EditorRequired]
    public FleetModel Fleet { get; set; } = default!;

    private List<FleetLine> Old => [.. Fleet.Lines.Where(line => line.Freshness is not Freshness.Current)];

    private List<FleetLine> Partly => [.. Fleet.Lines.Where(line => line.Row.KindsUnread > 0)];
}
