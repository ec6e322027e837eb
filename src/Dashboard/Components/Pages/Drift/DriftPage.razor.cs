using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Localization;
using Posture.Dashboard.Components.Controls;
using Posture.Dashboard.Resources;

namespace Posture.Dashboard.Components.Pages.Drift;

/// <summary>What changed between snapshots, and did it get better or worse?</summary>
public sealed partial class DriftPage : IDisposable
{
    private static readonly (string Text, string Key)[] Periods =
        [("now-24h", nameof(DriftText.Day)), ("now-7d", nameof(DriftText.Week)), ("now-30d", nameof(DriftText.Month))];

    private static readonly (string? Show, string Key)[] Kinds =
        [(null, nameof(DriftText.Everything)), ("objects", nameof(DriftText.Objects)), ("verdicts", nameof(DriftText.Verdicts))];

    private LiveView<DriftModel> _view = default!;

    [Inject]
    private PageContext Page { get; init; } = default!;

    [Inject]
    private DriftReader Reader { get; init; } = default!;

    [Inject]
    private IStringLocalizer<DriftText> Loc { get; init; } = default!;

    public void Dispose() => _view.Dispose();

    protected override void OnInitialized() => _view = new(Page, ReadAsync, RunAsync, DriftModel.Merge);

    protected override Task OnParametersSetAsync() => _view.OpenAsync();

    private static List<string> Without(IReadOnlyList<string> all, string one) => [.. all.Where(value => value != one)];

    private List<FilterChip> Chips(DriftState state) =>
    [
        .. state.Clusters.Select(name => Chip(nameof(DriftText.Cluster), name, state with { Clusters = Without(state.Clusters, name) })),
        .. state.Namespaces.Select(name => Chip(nameof(DriftText.Namespace), name, state with { Namespaces = Without(state.Namespaces, name) })),
        .. state.Kinds.Select(name => Chip(nameof(DriftText.Kind), name, state with { Kinds = Without(state.Kinds, name) })),
    ];

    private FilterChip Chip(string key, string value, DriftState without) => new(Loc[key], value, (without with { Page = 1 }).Href);

    private async Task<DriftModel?> ReadAsync(CancellationToken cancellationToken)
    {
        var query = Page.Query;
        var state = DriftState.Of(query, Page.Now);
        _view.Frozen = state.To is not null;
        _view.Rejected = query.Rejected;
        return await Reader.ReadAsync(await Page.ScopeAsync(), state, cancellationToken);
    }

    private Task RunAsync(Func<Task> work) => InvokeAsync(async () =>
    {
        await work();
        StateHasChanged();
    });
}
