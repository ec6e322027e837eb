using Microsoft.AspNetCore.Components;
using Posture.Dashboard.Live;
using Posture.Dashboard.Resources;

namespace Posture.Dashboard.Components.Layout;

/// <summary>Whether views update by themselves, how old the newest data is, and what a pause holds back. A lost connection is shown by style alone, without a server.</summary>
public sealed partial class LiveChip : IDisposable
{
    [Inject]
    private LiveFeed Feed { get; init; } = default!;

    private string Action => Feed.Paused ? Loc[nameof(FrameText.LiveResume)] : Loc[nameof(FrameText.LivePause)];

    private string Held => Feed.Held == 1 ? Loc[nameof(FrameText.LiveHeldOne)] : Loc[nameof(FrameText.LiveHeldMany), Feed.Held];

    public void Dispose() => Feed.Changed -= OnChanged;

    protected override void OnInitialized() => Feed.Changed += OnChanged;

    private Task ToggleAsync()
    {
        if (Feed.Paused)
            return Feed.ResumeAsync();
        Feed.Pause();
        return Task.CompletedTask;
    }

    private void OnChanged(object? sender, EventArgs e) => _ = InvokeAsync(StateHasChanged);
}
