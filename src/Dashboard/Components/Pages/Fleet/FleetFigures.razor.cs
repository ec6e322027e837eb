using Microsoft.AspNetCore.Components;

namespace Posture.Dashboard.Components.Pages.Fleet;

/// <summary>Score, coverage, open findings and the week in numbers. Each number leads to the list it counts.</summary>
public sealed partial class FleetFigures
{
    [Parameter, EditorRequired]
    public FleetModel Fleet { get; set; } = default!;

    // Nothing is new in a cluster whose first snapshot is younger than the time compared with; its findings are not counted, so they are not listed.
    private string NewHref
    {
        get
        {
            var old = Fleet.Lines.Where(line => line.Row.Cluster.FirstAt <= Fleet.View.Before).Select(line => line.Row.Cluster.Name).ToList();
            return (Fleet.List with { Since = Fleet.View.Before, Clusters = old.Count == Fleet.Lines.Count ? Fleet.List.Clusters : old }).Href;
        }
    }
}
