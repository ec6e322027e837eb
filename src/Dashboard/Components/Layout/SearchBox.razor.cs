using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Routing;
using Microsoft.AspNetCore.WebUtilities;

namespace Posture.Dashboard.Components.Layout;

/// <summary>Searches findings within the scope of the address. Works as a plain form before the circuit is up.</summary>
public sealed partial class SearchBox : IDisposable
{
    private string? _text;

    [Inject]
    private NavigationManager Navigation { get; init; } = default!;

    public void Dispose() => Navigation.LocationChanged -= OnLocationChanged;

    protected override void OnInitialized()
    {
        Navigation.LocationChanged += OnLocationChanged;
        ReadText();
    }

    private void Go()
    {
        var target = ScopeInUrl.Of(Navigation.Uri).AppliedTo("/findings");
        Navigation.NavigateTo(string.IsNullOrWhiteSpace(_text) ? target : QueryHelpers.AddQueryString(target, "q", _text.Trim()));
    }

    private void ReadText() =>
        _text = QueryHelpers.ParseQuery(new Uri(Navigation.Uri).Query).TryGetValue("q", out var text) ? text.ToString() : null;

    private void OnLocationChanged(object? sender, LocationChangedEventArgs e) => _ = InvokeAsync(() =>
    {
        ReadText();
        StateHasChanged();
    });
}
