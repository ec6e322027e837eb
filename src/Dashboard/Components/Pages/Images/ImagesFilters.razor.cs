using Microsoft.AspNetCore.Components;
using Posture.Dashboard.Components.Controls;
using Posture.Dashboard.Resources;

namespace Posture.Dashboard.Components.Pages.Images;

/// <summary>Filters of the list with the count that choosing each would show, and the filters in force.</summary>
public sealed partial class ImagesFilters
{
    [Parameter, EditorRequired]
    public ImagesModel List { get; set; } = default!;

    private ImagesState State => List.State;

    private IReadOnlyList<FilterChip> Chips =>
    [
        .. State.Clusters.Select(name => Chip(nameof(ImagesText.Cluster), name, State with { Clusters = Without(State.Clusters, name) })),
        .. State.Namespaces.Select(name => Chip(nameof(ImagesText.Namespace), name, State with { Namespaces = Without(State.Namespaces, name) })),
        .. State.Hosts.Select(name => Chip(nameof(ImagesText.Registry), name, State with { Hosts = Without(State.Hosts, name) })),
        .. State.Repositories.Select(name => new FilterChip(Registries[nameof(RegistriesText.Repository)], name, (State with { Repositories = Without(State.Repositories, name), Page = 1 }).Href)),
        .. State.Classes.Select(name => new FilterChip(Registries[nameof(RegistriesText.Class)], Registries["Class" + name], State.Toggled(name).Href)),
        .. State.States.Select(state => Chip(nameof(ImagesText.Signed), Loc["State" + state], State.Toggled(state))),
        .. State.Text is { } text ? [Chip(nameof(ImagesText.Text), text, State with { Text = null })] : Array.Empty<FilterChip>(),
        .. State.Past ? [Chip(nameof(ImagesText.When), Loc[nameof(ImagesText.Past)], State with { Past = false })] : Array.Empty<FilterChip>(),
    ];

    private static List<string> Without(IReadOnlyList<string> all, string one) => [.. all.Where(value => value != one)];

    private FilterChip Chip(string name, string value, ImagesState without) => new(Loc[name], value, (without with { Page = 1 }).Href);
}
