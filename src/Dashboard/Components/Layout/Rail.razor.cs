using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Routing;

namespace Posture.Dashboard.Components.Layout;

/// <summary>Main navigation: a column when there is room, else a drawer that the browser opens and closes by itself (popover). Links keep the scope.</summary>
public sealed partial class Rail : IDisposable
{
    [Inject]
    private RailLinks Links { get; init; } = default!;

    [Inject]
    private NavigationManager Navigation { get; init; } = default!;

    private string Path => new Uri(Navigation.Uri).AbsolutePath;

    public void Dispose() => Navigation.LocationChanged -= OnLocationChanged;

    protected override void OnInitialized() => Navigation.LocationChanged += OnLocationChanged;

    private bool IsCurrent(RailLink link) => Path.Equals(link.Href, StringComparison.OrdinalIgnoreCase)
        || Path.StartsWith(link.Href + "/", StringComparison.OrdinalIgnoreCase);

    private string HrefOf(RailLink link) => ScopeInUrl.Of(Navigation.Uri).AppliedTo(link.Href);

    private void OnLocationChanged(object? sender, LocationChangedEventArgs e) => _ = InvokeAsync(StateHasChanged);
}
