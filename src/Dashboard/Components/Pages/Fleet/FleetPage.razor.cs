using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Localization;
using Posture.Dashboard.Components.Layout;
using Posture.Dashboard.Resources;

namespace Posture.Dashboard.Components.Pages.Fleet;

/// <summary>Are we safer than last week, and where is it worst?</summary>
public sealed partial class FleetPage
{
    [Inject]
    private FleetReader Reader { get; init; } = default!;

    [Inject]
    private IStringLocalizer<FleetText> Loc { get; init; } = default!;

    protected override Func<FleetModel, FleetModel, (FleetModel Shown, int Changes)>? Merge => FleetModel.Merge;

    private protected override async Task<FleetModel?> ReadAsync(PageQuery query, CancellationToken cancellationToken)
    {
        var at = At(query);
        var scope = await Page.OverviewAsync();
        return await Reader.ReadAsync(scope, ScopeInUrl.Of(Page.Navigation.Uri), at, cancellationToken);
    }
}
