using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Localization;
using Posture.Dashboard.Components.Controls;
using Posture.Dashboard.Resources;

namespace Posture.Dashboard.Components.Pages.FindingDetails;

/// <summary>Is it real, does it matter, how is it fixed?</summary>
public sealed partial class FindingPage : IDisposable
{
    private LiveView<FindingModel> _view = default!;

    /// <summary>Fingerprint.</summary>
    [Parameter]
    public string Id { get; set; } = "";

    [Inject]
    private PageContext Page { get; init; } = default!;

    [Inject]
    private FindingReader Reader { get; init; } = default!;

    [Inject]
    private IStringLocalizer<FindingText> Loc { get; init; } = default!;

    [Inject]
    private IStringLocalizer<LayersText> Layers { get; init; } = default!;

    public void Dispose() => _view.Dispose();

    protected override void OnInitialized() => _view = new(Page, ReadAsync, RunAsync);

    protected override Task OnParametersSetAsync() => _view.OpenAsync();

    private List<Crumb> Crumbs(FindingModel model) =>
    [
        new(Loc[nameof(FindingText.Findings)], "/findings"),
        new(Layers.Name(model.Finding.Layer), Links.Layer(model.Finding.Layer)),
        new(model.Finding.Control, Links.Control(model.Finding.Control)),
    ];

    private async Task<FindingModel?> ReadAsync(CancellationToken cancellationToken)
    {
        // An identity is 32 hex digits; anything else is none, and is not asked for.
        if (Id.Length != 32 || !Id.All(char.IsAsciiHexDigitLower))
            return null;
        return await Reader.ReadAsync(await Page.ScopeAsync(), Id, cancellationToken);
    }

    private Task RunAsync(Func<Task> work) => InvokeAsync(async () =>
    {
        await work();
        StateHasChanged();
    });
}
