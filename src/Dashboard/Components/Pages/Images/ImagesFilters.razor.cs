using Microsoft.AspNetCore.Components;
using Posture.Dashboard.Components.Controls;
using Posture.Dashboard.Components.Pages.Findings;
using Posture.Dashboard.Resources;

namespace Posture.Dashboard.Components.Pages.Images;

/// <summary>Filters of the list with the count that choosing each would show, and the filters in force. All are links but the text, which waits for a pause in typing.</summary>
public sealed partial class ImagesFilters : IDisposable
{
    private CancellationTokenSource? _typing;

    [Parameter, EditorRequired]
    public ImagesModel List { get; set; } = default!;

    [Inject]
    private NavigationManager Navigation { get; init; } = default!;

    [Inject]
    private TimeProvider Time { get; init; } = default!;

    private ImagesState State => List.State;

    private IReadOnlyList<FilterChip> Chips =>
    [
        .. State.Clusters.Select(name => Chip(nameof(ImagesText.Cluster), name, State with { Clusters = Without(State.Clusters, name) })),
        .. State.Namespaces.Select(name => Chip(nameof(ImagesText.Namespace), name, State with { Namespaces = Without(State.Namespaces, name) })),
        .. State.Hosts.Select(name => Chip(nameof(ImagesText.Registry), name, State with { Hosts = Without(State.Hosts, name) })),
        .. State.States.Select(state => Chip(nameof(ImagesText.Signed), Loc["State" + state], State.Toggled(state))),
        .. State.Text is { } text ? [Chip(nameof(ImagesText.Text), text, State with { Text = null })] : Array.Empty<FilterChip>(),
        .. State.Past ? [Chip(nameof(ImagesText.When), Loc[nameof(ImagesText.Past)], State with { Past = false })] : Array.Empty<FilterChip>(),
    ];

    public void Dispose() => _typing?.Cancel();

    private static List<string> Without(IReadOnlyList<string> all, string one) => [.. all.Where(value => value != one)];

    private FilterChip Chip(string name, string value, ImagesState without) => new(Loc[name], value, (without with { Page = 1 }).Href);

    private async Task TypeAsync(ChangeEventArgs e)
    {
        _typing?.Cancel();
        using var typing = new CancellationTokenSource();
        _typing = typing;
        await Task.Delay(FindingsFilters.Pause, Time, typing.Token).ConfigureAwait(ConfigureAwaitOptions.ContinueOnCapturedContext | ConfigureAwaitOptions.SuppressThrowing);
        if (_typing != typing || typing.IsCancellationRequested)
            return;
        _typing = null;
        var text = (e.Value as string)?.Trim();
        Navigation.NavigateTo((State with { Text = string.IsNullOrEmpty(text) ? null : text, Page = 1 }).Href, new NavigationOptions { ReplaceHistoryEntry = true });
    }
}
