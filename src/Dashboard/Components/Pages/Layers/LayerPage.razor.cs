using System.Globalization;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Localization;
using Posture.Dashboard.Components.Layout;
using Posture.Dashboard.Resources;
using Posture.Model.Verdicts;

namespace Posture.Dashboard.Components.Pages.Layers;

/// <summary>One layer: its score, its controls and who is worst.</summary>
public sealed partial class LayerPage : IDisposable
{
    private LiveView<LayersModel> _view = default!;

    /// <summary>1–10.</summary>
    [Parameter]
    public string Number { get; set; } = "";

    [Inject]
    private PageContext Page { get; init; } = default!;

    [Inject]
    private LayerReader Reader { get; init; } = default!;

    [Inject]
    private IStringLocalizer<LayersText> Loc { get; init; } = default!;

    public void Dispose() => _view.Dispose();

    protected override void OnInitialized() => _view = new(Page, ReadAsync, RunAsync);

    protected override Task OnParametersSetAsync() => _view.OpenAsync();

    private async Task<LayersModel?> ReadAsync(CancellationToken cancellationToken)
    {
        if (!int.TryParse(Number, NumberStyles.None, CultureInfo.InvariantCulture, out var id) || !Enum.IsDefined((Layer)id))
            return null;
        var query = Page.Query;
        var at = query.Time("at", Page.Now);
        _view.Frozen = at is not null;
        _view.Rejected = query.Rejected;
        var scope = await Page.ScopeAsync();
        return await Reader.ReadAsync(scope, ScopeInUrl.Of(Page.Navigation.Uri), (Layer)id, at, cancellationToken);
    }

    private Task RunAsync(Func<Task> work) => InvokeAsync(async () =>
    {
        await work();
        StateHasChanged();
    });
}
