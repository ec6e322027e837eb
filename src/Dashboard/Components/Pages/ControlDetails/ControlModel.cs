using Posture.Analysis.Checks;
using Posture.Dashboard.Components.Pages.Findings;
using Posture.Model.Verdicts;
using Posture.Store.Queries;

namespace Posture.Dashboard.Components.Pages.ControlDetails;

/// <summary>A control over the fleet.</summary>
/// <param name="Control">The control.</param>
/// <param name="Check">Its check; null: not assessed anywhere.</param>
/// <param name="Guidance">Its texts.</param>
/// <param name="Clusters">Verdicts by cluster.</param>
/// <param name="List">All its findings; every number leads into it.</param>
public sealed record ControlModel(Control Control, Check? Check, Guidance? Guidance, IReadOnlyList<ControlCounts> Clusters, FindingsState List)
{
    public string Title => Guidance?.Title ?? Control.Title;
}
