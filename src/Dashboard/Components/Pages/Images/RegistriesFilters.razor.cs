using Microsoft.AspNetCore.Components;
using Posture.Dashboard.Components.Controls;
using Posture.Dashboard.Resources;

namespace Posture.Dashboard.Components.Pages.Images;

/// <summary>Filters of the list with the count that choosing each would show, and the filters in force.</summary>
public sealed partial class RegistriesFilters
{
    [Parameter, EditorRequired]
    public RegistriesModel List { get; set; } = default!;

    private RegistriesState State => List.State;

    private IReadOnlyList<FilterChip> Chips =>
    [
        .. State.Clusters.Select(name => Chip(Texts[nameof(ImagesText.Cluster)], name, State with { Clusters = Without(State.Clusters, name) })),
        .. State.Namespaces.Select(name => Chip(Texts[nameof(ImagesText.Namespace)], name, State with { Namespaces = Without(State.Namespaces, name) })),
        .. State.Hosts.Select(name => Chip(Texts[nameof(ImagesText.Registry)], name, State with { Hosts = Without(State.Hosts, name) })),
        .. State.Classes.Select(name => Chip(Loc[nameof(RegistriesText.Class)], RegistryWords.ClassIn(Loc, name), State.Toggled(name))),
        .. State.Text is { } text ? [Chip(Texts[nameof(ImagesText.Text)], text, State with { Text = null })] : Array.Empty<FilterChip>(),
    ];

    private static List<string> Without(IReadOnlyList<string> all, string one) => [.. all.Where(value => value != one)];

    private static FilterChip Chip(string name, string value, RegistriesState without) => new(name, value, (without with { Page = 1 }).Href);
}
