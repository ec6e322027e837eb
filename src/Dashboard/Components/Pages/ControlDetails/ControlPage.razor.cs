using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Localization;
using Posture.Analysis.Catalogue;
using Posture.Dashboard.Components.Controls;
using Posture.Dashboard.Components.Pages.Parts;
using Posture.Dashboard.Resources;
using Posture.Store.Queries;

namespace Posture.Dashboard.Components.Pages.ControlDetails;

/// <summary>What exactly is checked, why, how it is fixed, and who fails.</summary>
public sealed partial class ControlPage
{
    /// <summary>Id of the control.</summary>
    [Parameter]
    public string Id { get; set; } = "";

    [Inject]
    private ControlQuery Controls { get; init; } = default!;

    [Inject]
    private IStringLocalizer<ControlPagesText> Loc { get; init; } = default!;

    [Inject]
    private IStringLocalizer<LayersText> Layers { get; init; } = default!;

    private static List<VerdictLine> Rows(ControlModel model) =>
    [
        .. model.Clusters.Select(row => new VerdictLine(row.Cluster!, Links.Cluster(row.Cluster!), row.Counts, model.List with { Clusters = [row.Cluster!] })),
    ];

    private List<Crumb> Crumbs(ControlModel model) =>
    [
        new(Loc[nameof(ControlPagesText.Title)], "/controls"),
        new(Layers.Name(model.Control.Layer), Links.Layer(model.Control.Layer)),
    ];

    private protected override async Task<ControlModel?> ReadAsync(PageQuery query, CancellationToken cancellationToken)
    {
        if (ControlCatalogue.Default.Find(Id) is not { } control)
            return null;
        var at = At(query);
        var rows = await Controls.ByClusterAsync(await Page.OverviewAsync(), control.Id, at, cancellationToken);
        return new(control, ControlCatalogue.Default.CheckOf(control.Id), ControlWords.Guidance(control.Id), rows, new() { Controls = [control.Id], At = at });
    }
}
