using System.Globalization;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Localization;
using Posture.Dashboard.Components.Layout;
using Posture.Dashboard.Resources;
using Posture.Model.Verdicts;

namespace Posture.Dashboard.Components.Pages.Layers;

/// <summary>One layer: its score, its controls and who is worst.</summary>
public sealed partial class LayerPage
{
    /// <summary>1–10.</summary>
    [Parameter]
    public string Number { get; set; } = "";

    [Inject]
    private LayerReader Reader { get; init; } = default!;

    [Inject]
    private IStringLocalizer<LayersText> Loc { get; init; } = default!;

    private protected override async Task<LayersModel?> ReadAsync(PageQuery query, CancellationToken cancellationToken)
    {
        if (!int.TryParse(Number, NumberStyles.None, CultureInfo.InvariantCulture, out var id) || !Enum.IsDefined((Layer)id))
            return null;
        var at = At(query);
        var scope = await Page.OverviewAsync();
        return await Reader.ReadAsync(scope, ScopeInUrl.Of(Page.Navigation.Uri), (Layer)id, at, cancellationToken);
    }
}
