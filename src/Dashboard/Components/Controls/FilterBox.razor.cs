using Microsoft.AspNetCore.Components;

namespace Posture.Dashboard.Components.Controls;

/// <summary>The text that narrows a list. It waits for a pause in typing and then replaces the address, so that going back leads out of the list and not through each word.</summary>
public sealed partial class FilterBox : IDisposable
{
    /// <summary>Pause in typing before the list is asked.</summary>
    public static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(300);

    private CancellationTokenSource? _typing;

    [Parameter, EditorRequired]
    public string Label { get; set; } = "";

    /// <summary>The text in force.</summary>
    [Parameter, EditorRequired]
    public string? Value { get; set; }

    /// <summary>The address of the list with a text; null for none.</summary>
    [Parameter, EditorRequired]
    public Func<string?, string> HrefOf { get; set; } = default!;

    [Inject]
    private NavigationManager Navigation { get; init; } = default!;

    [Inject]
    private TimeProvider Time { get; init; } = default!;

    public void Dispose() => _typing?.Cancel();

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
        Navigation.NavigateTo(HrefOf(string.IsNullOrEmpty(text) ? null : text), new NavigationOptions { ReplaceHistoryEntry = true });
    }
}
