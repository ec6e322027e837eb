using Microsoft.AspNetCore.Components;
using Posture.Dashboard.Components.Controls;
using Posture.Dashboard.Resources;

namespace Posture.Dashboard.Components.Pages.Images;

/// <summary>Filters of the page of libraries, and those in force.</summary>
public sealed partial class LibrariesFilters
{
    [Parameter, EditorRequired]
    public LibrariesState State { get; set; } = new();

    private IReadOnlyList<FilterChip> Chips =>
    [
        .. State.Clusters.Select(name => new FilterChip(Loc[nameof(LibrariesText.Clusters)], name, (State with { Clusters = [.. State.Clusters.Where(other => other != name)], Page = 1 }).Href)),
        .. State.Text is { } text ? [new FilterChip(Loc[nameof(LibrariesText.Text)], text, (State with { Text = null, Page = 1 }).Href)] : Array.Empty<FilterChip>(),
    ];
}
