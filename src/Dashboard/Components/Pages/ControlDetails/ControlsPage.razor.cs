using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Routing;
using Microsoft.Extensions.Localization;
using Posture.Analysis.Catalogue;
using Posture.Analysis.Frameworks;
using Posture.Dashboard.Resources;
using Posture.Model.Verdicts;

namespace Posture.Dashboard.Components.Pages.ControlDetails;

/// <summary>Everything that is checked, and what is not yet. The catalogue is the program's own: nothing is loaded.</summary>
public sealed partial class ControlsPage : IDisposable
{
    private IReadOnlyList<Layer> _layers = [];
    private Framework? _framework;

    [Inject]
    private NavigationManager Navigation { get; init; } = default!;

    [Inject]
    private IStringLocalizer<ControlPagesText> Loc { get; init; } = default!;

    [Inject]
    private IStringLocalizer<LayersText> Layers { get; init; } = default!;

    private static ControlCatalogue Catalogue => ControlCatalogue.Default;

    private List<Control> Shown => [.. Catalogue.Controls.Where(control => (_layers.Count == 0 || _layers.Contains(control.Layer)) && (_framework is null || _framework.Of(control).Any()))];

    public void Dispose() => Navigation.LocationChanged -= OnLocationChanged;

    protected override void OnInitialized()
    {
        Navigation.LocationChanged += OnLocationChanged;
        Read(Navigation.Uri);
    }

    private string HrefOf(Layer layer) => Href(_layers.Contains(layer) ? _layers.Where(chosen => chosen != layer) : _layers.Append(layer), _framework);

    private static string Href(IEnumerable<Layer> layers, Framework? framework) =>
        Links.With("/controls", layers.Select(layer => ("layer", (string?)Links.Number(layer))).Append(("fw", framework?.Id)));

    /// <summary>The choice in an address; a framework by <c>fw</c> or, written out, <c>framework</c>.</summary>
    private void Read(string uri)
    {
        var query = PageQuery.Of(uri);
        _layers = query.Layers();
        _framework = Framework.Find(query.One("fw") ?? query.One("framework"));
    }

    private void OnLocationChanged(object? sender, LocationChangedEventArgs e) => _ = InvokeAsync(() =>
    {
        Read(e.Location);
        StateHasChanged();
    });
}
