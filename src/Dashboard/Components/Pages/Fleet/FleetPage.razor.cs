using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Localization;
using Posture.Dashboard.Components.Layout;
using Posture.Dashboard.Resources;

namespace Posture.Dashboard.Components.Pages.Fleet;

/// <summary>Are we safer than last week, and where is it worst?</summary>
public sealed partial class FleetPage : IDisposable
{
    private LiveView<FleetModel> _view = default!;

    [Inject]
    private PageContext Page { get; init; } = default!;

    [Inject]
    private FleetReader Reader { get; init; } = default!;

    [Inject]
    private IStringLocalizer<FleetText> Loc { get; init; } = default!;

    public void Dispose() => _view.Dispose();

    protected override void OnInitialized() => _view = new(Page, ReadAsync, RunAsync, FleetModel.Merge);

    protected override Task OnParametersSetAsync() => _view.OpenAsync();

    private async Task<FleetModel?> ReadAsync(CancellationToken cancellationToken)
    {
        var query = Page.Query;
        var at = query.Time("at", Page.Now);
        _view.Frozen = at is not null;
        _view.Rejected = query.Rejected;
        var scope = await Page.ScopeAsync();
        return await Reader.ReadAsync(scope, ScopeInUrl.Of(Page.Navigation.Uri), at, cancellationToken);
    }

    private Task RunAsync(Func<Task> work) => InvokeAsync(async () =>
    {
        await work();
        StateHasChanged();
    });
}
