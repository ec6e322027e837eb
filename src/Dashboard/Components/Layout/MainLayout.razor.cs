using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Routing;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.Extensions.Localization;
using Posture.Dashboard.Options;
using Posture.Dashboard.Resources;

namespace Posture.Dashboard.Components.Layout;

/// <summary>The frame: app bar, rail, main landmark. A page that throws leaves the frame standing.</summary>
public sealed partial class MainLayout : IDisposable
{
    private ErrorBoundary? _boundary;

    [Inject]
    private NavigationManager Navigation { get; init; } = default!;

    [Inject]
    private DashboardSettings Settings { get; init; } = default!;

    [Inject]
    private IStringLocalizer<FrameText> Loc { get; init; } = default!;

    // The document's base is "/", so a bare fragment would leave the page.
    private string SkipTarget => new Uri(Navigation.Uri).PathAndQuery + "#main";

    public void Dispose() => Navigation.LocationChanged -= OnLocationChanged;

    protected override void OnInitialized() => Navigation.LocationChanged += OnLocationChanged;

    private void OnLocationChanged(object? sender, LocationChangedEventArgs e) => _ = InvokeAsync(() =>
    {
        Recover();
        StateHasChanged();
    });

    private void Recover() => _boundary?.Recover();
}
