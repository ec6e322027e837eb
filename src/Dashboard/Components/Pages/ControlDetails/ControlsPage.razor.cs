using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Routing;
using Microsoft.Extensions.Localization;
using Posture.Analysis.Catalogue;
using Posture.Dashboard.Resources;
using Posture.Model.Verdicts;

namespace Posture.Dashboard.Components.Pages.ControlDetails;

/// <summary>Everything that is checked, and what is not yet. The catalogue is the program's own: nothing is loaded.</summary>
public sealed partial class ControlsPage : IDisposable
{
    private IReadOnlyList<Layer> _layers = [];

    [Inject]
    private NavigationManager Navigation { get; init; } = default!;

    [Inject]
    private IStringLocalizer<ControlPagesText> Loc { get; init; } = default!;

    [Inject]
    private IStringLocalizer<LayersText> Layers { get; init; } = default!;

    private static ControlCatalogue Catalogue => ControlCatalogue.Default;

    private List<Control> Shown => [.. Catalogue.Controls.Where(control => _layers.Count == 0 || _layers.Contains(control.Layer))];

    public void Dispose() => Navigation.LocationChanged -= OnLocationChanged;

    protected override void OnInitialized()
    {
        Navigation.LocationChanged += OnLocationChanged;
        _layers = PageQuery.Of(Navigation.Uri).Layers();
    }

    private string HrefOf(Layer layer) => Links.With(
        "/controls",
        (_layers.Contains(layer) ? _layers.Where(chosen => chosen != layer) : _layers.Append(layer)).Select(chosen => ("layer", (string?)Links.Number(chosen))));

    private void OnLocationChanged(object? sender, LocationChangedEventArgs e) => _ = InvokeAsync(() =>
    {
        _layers = PageQuery.Of(e.Location).Layers();
        StateHasChanged();
    });
}
