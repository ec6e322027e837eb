using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Localization;
using Posture.Dashboard.Components.Controls;
using Posture.Dashboard.Resources;

namespace Posture.Dashboard.Components.Pages.FindingDetails;

/// <summary>Is it real, does it matter, how is it fixed?</summary>
public sealed partial class FindingPage
{
    /// <summary>Fingerprint.</summary>
    [Parameter]
    public string Id { get; set; } = "";

    [Inject]
    private FindingReader Reader { get; init; } = default!;

    [Inject]
    private IStringLocalizer<FindingText> Loc { get; init; } = default!;

    [Inject]
    private IStringLocalizer<LayersText> Layers { get; init; } = default!;

    private List<Crumb> Crumbs(FindingModel model) =>
    [
        new(Loc[nameof(FindingText.Findings)], "/findings"),
        new(Layers.Name(model.Finding.Layer), Links.Layer(model.Finding.Layer)),
        new(model.Finding.Control, Links.Control(model.Finding.Control)),
    ];

    private protected override async Task<FindingModel?> ReadAsync(PageQuery query, CancellationToken cancellationToken)
    {
        // An identity is 32 hex digits; anything else is none, and is not asked for.
        if (Id.Length != 32 || !Id.All(char.IsAsciiHexDigitLower))
            return null;
        return await Reader.ReadAsync(await Page.ScopeAsync(), Id, cancellationToken);
    }
}
