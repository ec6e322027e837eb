using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.Components.Routing;
using Posture.Dashboard.Identity;

namespace Posture.Dashboard.Components.Layout;

/// <summary>Main navigation: a column when there is room, else a drawer that the browser opens and closes by itself (popover). Links keep the scope.</summary>
public sealed partial class Rail : IDisposable
{
    private Viewer _viewer = Viewer.Nobody;

    [CascadingParameter]
    private Task<AuthenticationState> Authentication { get; set; } = default!;

    [Inject]
    private RailLinks Links { get; init; } = default!;

    [Inject]
    private NavigationManager Navigation { get; init; } = default!;

    private string Path => new Uri(Navigation.Uri).AbsolutePath;

    public void Dispose() => Navigation.LocationChanged -= OnLocationChanged;

    protected override void OnInitialized() => Navigation.LocationChanged += OnLocationChanged;

    protected override async Task OnParametersSetAsync() => _viewer = Viewer.From((await Authentication).User);

    /// <summary>What a role can never use is not shown to it; the page itself refuses besides.</summary>
    private bool IsOffered(RailLink link) => Access.Allows(_viewer, link.Policy);

    private bool IsCurrent(RailLink link) => Path.Equals(link.Href, StringComparison.OrdinalIgnoreCase)
        || Path.StartsWith(link.Href + "/", StringComparison.OrdinalIgnoreCase);

    private string HrefOf(RailLink link) => ScopeInUrl.Of(Navigation.Uri).AppliedTo(link.Href);

    private void OnLocationChanged(object? sender, LocationChangedEventArgs e) => _ = InvokeAsync(StateHasChanged);
}
