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
    /// <summary>Rows of a page.</summary>
    public const int PageSize = 50;

    private static readonly Dictionary<Layer, int> _byLayer = LayerWords.All.ToDictionary(layer => layer, layer => Catalogue.Controls.Count(control => control.Layer == layer));

    private IReadOnlyList<Layer> _layers = [];
    private IReadOnlyList<Control> _shown = [];
    private int _page = 1;
    private bool _clamped;
    private Framework? _framework;

    [Inject]
    private NavigationManager Navigation { get; init; } = default!;

    [Inject]
    private IStringLocalizer<ControlPagesText> Loc { get; init; } = default!;

    [Inject]
    private IStringLocalizer<LayersText> Layers { get; init; } = default!;

    private static ControlCatalogue Catalogue => ControlCatalogue.Default;

    public void Dispose() => Navigation.LocationChanged -= OnLocationChanged;

    protected override void OnInitialized()
    {
        Navigation.LocationChanged += OnLocationChanged;
        Read(Navigation.Uri);
    }

    private string HrefOf(Layer layer) => Href(_layers.Contains(layer) ? _layers.Where(chosen => chosen != layer) : _layers.Append(layer), _framework);

    private static string Href(IEnumerable<Layer> layers, Framework? framework) =>
        Links.With("/controls", layers.Select(layer => ("layer", (string?)Links.Number(layer))).Append(("fw", framework?.Id)));

    /// <summary>The choice in an address, and what it shows; a framework by <c>fw</c> or, written out, <c>framework</c>.</summary>
    private void Read(string uri)
    {
        var query = PageQuery.Of(uri);
        _layers = query.Layers();
        _framework = Framework.Find(query.One("fw") ?? query.One("framework"));
        _shown = [.. Catalogue.Controls.Where(control => (_layers.Count == 0 || _layers.Contains(control.Layer)) && (_framework is null || _framework.Of(control).Any()))];
        var asked = query.Number("page", 1, 1, 1_000_000);
        _page = Math.Min(asked, Math.Max(1, (_shown.Count + PageSize - 1) / PageSize));
        _clamped = _page < asked;
    }

    private void OnLocationChanged(object? sender, LocationChangedEventArgs e) => _ = InvokeAsync(() =>
    {
        Read(e.Location);
        StateHasChanged();
    });
}
