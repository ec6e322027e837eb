using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Localization;
using Posture.Dashboard.Components.Controls;
using Posture.Dashboard.Resources;

namespace Posture.Dashboard.Components.Pages.Drift;

/// <summary>What changed between snapshots, and did it get better or worse?</summary>
public sealed partial class DriftPage
{
    private static readonly (string Text, string Key)[] Periods =
        [("now-24h", nameof(DriftText.Day)), ("now-7d", nameof(DriftText.Week)), ("now-30d", nameof(DriftText.Month))];

    private static readonly (string? Show, string Key)[] Kinds =
        [(null, nameof(DriftText.Everything)), ("objects", nameof(DriftText.Objects)), ("verdicts", nameof(DriftText.Verdicts))];

    [Inject]
    private DriftReader Reader { get; init; } = default!;

    [Inject]
    private IStringLocalizer<DriftText> Loc { get; init; } = default!;

    protected override Func<DriftModel, DriftModel, (DriftModel Shown, int Changes)>? Merge => DriftModel.Merge;

    private static List<string> Without(IReadOnlyList<string> all, string one) => [.. all.Where(value => value != one)];

    private List<FilterChip> Chips(DriftState state) =>
    [
        .. state.Clusters.Select(name => Chip(nameof(DriftText.Cluster), name, state with { Clusters = Without(state.Clusters, name) })),
        .. state.Namespaces.Select(name => Chip(nameof(DriftText.Namespace), name, state with { Namespaces = Without(state.Namespaces, name) })),
        .. state.Kinds.Select(name => Chip(nameof(DriftText.Kind), name, state with { Kinds = Without(state.Kinds, name) })),
    ];

    private FilterChip Chip(string key, string value, DriftState without) => new(Loc[key], value, (without with { Page = 1 }).Href);

    private protected override async Task<DriftModel?> ReadAsync(PageQuery query, CancellationToken cancellationToken)
    {
        var state = DriftState.Of(query, Page.Now);
        View.Frozen = state.To is not null;
        return await Reader.ReadAsync(await Page.ScopeAsync(), state, cancellationToken);
    }
}
