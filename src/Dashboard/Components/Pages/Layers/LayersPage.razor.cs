using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Localization;
using Posture.Dashboard.Components.Layout;
using Posture.Dashboard.Resources;

namespace Posture.Dashboard.Components.Pages.Layers;

/// <summary>How well is each of the ten layers kept over the fleet?</summary>
public sealed partial class LayersPage : IDisposable
{
    private LiveView<LayersModel> _view = default!;

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
        var query = Page.Query;
        var at = query.Time("at", Page.Now);
        _view.Frozen = at is not null;
        _view.Rejected = query.Rejected;
        var scope = await Page.ScopeAsync();
        return await Reader.ReadAsync(scope, ScopeInUrl.Of(Page.Navigation.Uri), only: null, at, cancellationToken);
    }

    private Task RunAsync(Func<Task> work) => InvokeAsync(async () =>
    {
        await work();
        StateHasChanged();
    });
}
