using System.Globalization;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Localization;
using Posture.Analysis.Identities;
using Posture.Dashboard.Components.Controls;
using Posture.Dashboard.Resources;

namespace Posture.Dashboard.Components.Pages.Identities;

/// <summary>Every subject and what it holds, the gravest first. The search waits for a pause in typing.</summary>
public sealed partial class SubjectTable : IDisposable
{
    /// <summary>Pause in typing before the list is asked.</summary>
    public static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(300);

    private CancellationTokenSource? _typing;

    [Parameter, EditorRequired]
    public IdentitiesModel Model { get; set; } = default!;

    [Inject]
    private NavigationManager Navigation { get; init; } = default!;

    [Inject]
    private TimeProvider Time { get; init; } = default!;

    [Inject]
    private IStringLocalizer<IdentitiesText> Loc { get; init; } = default!;

    private IdentitiesState State => Model.State;

    private RosterAnswer Roster => Model.Roster!;

    private List<FilterChip> Chips =>
    [
        .. Maybe(nameof(IdentitiesText.Namespace), State.Namespace, State with { Namespace = null, Page = 1 }),
        .. Maybe(nameof(IdentitiesText.Kind), State.Kind is { } kind ? Loc["Kind" + kind].Value : null, State with { Kind = null, Page = 1 }),
        .. Maybe(nameof(IdentitiesText.Search), State.Text, State with { Text = null, Page = 1 }),
    ];

    public void Dispose() => _typing?.Cancel();

    private static string Number(int count) => count.ToString("N0", CultureInfo.CurrentCulture);

    private static string? Current(bool chosen) => chosen ? "true" : null;

    private IEnumerable<FilterChip> Maybe(string name, string? value, IdentitiesState without) => value is null ? [] : [new(Loc[name], value, without.Href)];

    private async Task TypeAsync(ChangeEventArgs e)
    {
        _typing?.Cancel();
        using var typing = new CancellationTokenSource();
        _typing = typing;
        await Task.Delay(Pause, Time, typing.Token).ConfigureAwait(ConfigureAwaitOptions.ContinueOnCapturedContext | ConfigureAwaitOptions.SuppressThrowing);
        if (_typing != typing || typing.IsCancellationRequested)
            return;
        _typing = null;
        var text = (e.Value as string)?.Trim();
        var narrowed = State with { Text = string.IsNullOrEmpty(text) ? null : text, Page = 1 };
        Navigation.NavigateTo(narrowed.Href, new NavigationOptions { ReplaceHistoryEntry = true });
    }
}
