using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Localization;
using Posture.Dashboard.Components.Layout;
using Posture.Dashboard.Resources;

namespace Posture.Dashboard.Components.Pages.Layers;

/// <summary>How well is each of the ten layers kept over the fleet?</summary>
public sealed partial class LayersPage
{
    [Inject]
    private LayerReader Reader { get; init; } = default!;

    [Inject]
    private IStringLocalizer<LayersText> Loc { get; init; } = default!;

    private protected override async Task<LayersModel?> ReadAsync(PageQuery query, CancellationToken cancellationToken)
    {
        var at = At(query);
        var scope = await Page.OverviewAsync();
        return await Reader.ReadAsync(scope, ScopeInUrl.Of(Page.Navigation.Uri), only: null, at, cancellationToken);
    }
}
