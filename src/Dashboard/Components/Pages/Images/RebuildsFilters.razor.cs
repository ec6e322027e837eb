using Microsoft.AspNetCore.Components;
using Posture.Dashboard.Components.Controls;
using Posture.Dashboard.Resources;

namespace Posture.Dashboard.Components.Pages.Images;

/// <summary>Filters of the page of rebuilds, and those in force.</summary>
public sealed partial class RebuildsFilters
{
    [Parameter, EditorRequired]
    public RebuildsModel Model { get; set; } = default!;

    private RebuildsState State => Model.State;

    private IReadOnlyList<FilterChip> Chips =>
    [
        .. State.Clusters.Select(name => new FilterChip(Loc[nameof(RebuildsText.Clusters)], name, (State with { Clusters = [.. State.Clusters.Where(other => other != name)], Page = 1 }).Href)),
        .. State.Owners.Select(name => new FilterChip(Loc[nameof(RebuildsText.Owner)], name, State.Toggled(name).Href)),
        .. State.Text is { } text ? [new FilterChip(Loc[nameof(RebuildsText.Text)], text, (State with { Text = null, Page = 1 }).Href)] : Array.Empty<FilterChip>(),
    ];
}
