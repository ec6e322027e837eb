using Microsoft.AspNetCore.Components;

namespace Posture.Dashboard.Components.Pages.Parts;

/// <summary>Chooses a time to look at (UTC). The time goes into the address.</summary>
public sealed partial class AtControl
{
    private string? _text;

    /// <summary>Time looked at; null for now.</summary>
    [Parameter, EditorRequired]
    public DateTimeOffset? At { get; set; }

    [Inject]
    private NavigationManager Navigation { get; init; } = default!;

    [Inject]
    private TimeProvider Time { get; init; } = default!;

    protected override void OnParametersSet() => _text = At is { } at ? PageTime.ForInput(at) : null;

    private void Choose(ChangeEventArgs e) => _text = e.Value as string;

    private void Show()
    {
        var at = _text is { Length: > 0 } text ? PageTime.Parse(text, Time.GetUtcNow()) : null;
        Navigation.NavigateTo(Navigation.GetUriWithQueryParameter("at", at is { } given ? PageTime.Format(given) : null));
    }
}
