using System.Globalization;
using Microsoft.AspNetCore.Components;
using Posture.Dashboard.Components.Controls;
using Posture.Dashboard.Resources;
using Posture.Model.Verdicts;

namespace Posture.Dashboard.Components.Pages.Findings;

/// <summary>Filters of the list with the count that choosing each would show, and the filters in force.</summary>
public sealed partial class FindingsFilters
{
    [Parameter, EditorRequired]
    public FindingsModel List { get; set; } = default!;

    private FindingsState State => List.State;

    private IReadOnlyList<FilterChip> Chips =>
    [
        .. State.Clusters.Select(name => Chip(nameof(FindingsText.Cluster), name, State with { Clusters = Without(State.Clusters, name) })),
        .. State.Namespaces.Select(name => Chip(
            nameof(FindingsText.Namespace), name.Length == 0 ? Loc[nameof(FindingsText.ClusterScoped)].Value : name, State with { Namespaces = Without(State.Namespaces, name) })),
        .. State.Layers.Select(layer => Chip(nameof(FindingsText.Layer), Layers.Name(layer), Toggled(layer))),
        .. State.Controls.Select(id => Chip(nameof(FindingsText.Control), ControlWords.Title(id), State with { Controls = Without(State.Controls, id) })),
        .. State.Severities.Select(severity => Chip(nameof(FindingsText.Severity), Names["Severity" + severity], Toggled(severity))),
        .. State.Verdicts is [Verdict.Fail] ? [] : State.Verdicts.Select(verdict => Chip(nameof(FindingsText.Status), Names["Verdict" + verdict], Toggled(verdict))),
        .. State.Kinds.Select(kind => Chip(nameof(FindingsText.Kind), kind, State with { Kinds = Without(State.Kinds, kind) })),
        .. Maybe(nameof(FindingsText.Object), State.Name, State with { Name = null }),
        .. Maybe(nameof(FindingsText.Text), State.Text, State with { Text = null }),
        .. Maybe(nameof(FindingsText.Since), State.Since?.UtcDateTime.ToString("yyyy-MM-dd HH:mm 'UTC'", CultureInfo.InvariantCulture), State with { Since = null }),
        .. Maybe(nameof(FindingsText.System), State.System ? Loc[nameof(FindingsText.SystemShown)].Value : null, State with { System = false }),
    ];

    private static string Count(long count) => count.ToString("N0", CultureInfo.CurrentCulture);

    private static string? Current(bool chosen) => chosen ? "true" : null;

    private static List<T> Without<T>(IReadOnlyList<T> all, T one) => [.. all.Where(value => !EqualityComparer<T>.Default.Equals(value, one))];

    private static List<T> Turned<T>(IReadOnlyList<T> all, T one) => all.Contains(one) ? Without(all, one) : [.. all, one];

    private FindingsState Toggled(Verdict verdict) => State with { Verdicts = Turned(State.Verdicts, verdict), Page = 1 };

    private FindingsState Toggled(Severity severity) => State with { Severities = Turned(State.Severities, severity), Page = 1 };

    private FindingsState Toggled(Layer layer) => State with { Layers = Turned(State.Layers, layer), Page = 1 };

    private FilterChip Chip(string name, string value, FindingsState without) => new(Loc[name], value, (without with { Page = 1 }).Href);

    private IEnumerable<FilterChip> Maybe(string name, string? value, FindingsState without) => value is null ? [] : [Chip(name, value, without)];
}
