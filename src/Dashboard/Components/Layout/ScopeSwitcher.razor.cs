using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Routing;
using Posture.Dashboard.Resources;

namespace Posture.Dashboard.Components.Layout;

/// <summary>Shows and changes the scope of the address (<c>cluster</c>, <c>ns</c>); other parts of the query stay, the page number goes.</summary>
public sealed partial class ScopeSwitcher : IDisposable
{
    private string? _cluster;
    private string? _namespace;
    private ScopeInUrl _scope = new([], []);

    [Inject]
    private NavigationManager Navigation { get; init; } = default!;

    private string Summary => _scope.IsAll
        ? Loc[nameof(FrameText.ScopeAll)]
        : string.Join(" / ", new[] { Joined(_scope.Clusters), Joined(_scope.Namespaces) }.OfType<string>());

    public void Dispose() => Navigation.LocationChanged -= OnLocationChanged;

    protected override void OnInitialized()
    {
        Navigation.LocationChanged += OnLocationChanged;
        Read();
    }

    private static string? Joined(IReadOnlyList<string> names) => names.Count switch
    {
        0 => null,
        <= 2 => string.Join(", ", names),
        _ => $"{names[0]} +{names.Count - 1}",
    };

    private static string[]? Named(string? text) => string.IsNullOrWhiteSpace(text) ? null : [text.Trim()];

    private void Read()
    {
        _scope = ScopeInUrl.Of(Navigation.Uri);
        _cluster = _scope.Clusters.FirstOrDefault();
        _namespace = _scope.Namespaces.FirstOrDefault();
    }

    private void Apply() => Navigation.NavigateTo(Navigation.GetUriWithQueryParameters(new Dictionary<string, object?>(StringComparer.Ordinal)
    {
        ["cluster"] = Named(_cluster),
        ["ns"] = Named(_namespace),
        ["page"] = null,
    }));

    private void Clear()
    {
        _cluster = _namespace = null;
        Apply();
    }

    private void OnLocationChanged(object? sender, LocationChangedEventArgs e) => _ = InvokeAsync(() =>
    {
        Read();
        StateHasChanged();
    });
}
