using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;

namespace Posture.Dashboard.Components.Layout;

/// <summary>
/// Leaves the page when its person becomes nobody: what is on the screen goes, and the circuit with it. The rights are gone before, whatever the browser does.
/// </summary>
public sealed class SessionGuard : ComponentBase, IDisposable
{
    // Who signs out on this very page is on the way elsewhere already, and should get there.
    private static readonly TimeSpan Courtesy = TimeSpan.FromSeconds(2);

    private readonly CancellationTokenSource _gone = new();
    private bool _someone;

    [CascadingParameter]
    private Task<AuthenticationState>? Authentication { get; set; }

    [Inject]
    private NavigationManager Navigation { get; init; } = default!;

    [Inject]
    private TimeProvider Time { get; init; } = default!;

    public void Dispose()
    {
        _gone.Cancel();
        _gone.Dispose();
    }

    protected override async Task OnParametersSetAsync()
    {
        if (Authentication is null)
            return;
        var someone = (await Authentication).User.Identity is { IsAuthenticated: true };
        if (_someone && !someone)
            _ = LeaveAsync(_gone.Token);
        _someone = someone;
    }

    private async Task LeaveAsync(CancellationToken gone)
    {
        await Task.Delay(Courtesy, Time, gone).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (!gone.IsCancellationRequested)
            await InvokeAsync(() => Navigation.NavigateTo("/account/ended?returnUrl=" + Uri.EscapeDataString(new Uri(Navigation.Uri).PathAndQuery), forceLoad: true));
    }
}
