using Microsoft.AspNetCore.Components;
using Npgsql;
using Posture.Dashboard.Identity;
using Posture.Dashboard.Resources;

namespace Posture.Dashboard.Components.Pages.Profile;

/// <summary>The person's own sessions, to end one or all others. Whose they are is asked at every event.</summary>
public sealed partial class SessionTable
{
    private string? _notice;

    [Parameter, EditorRequired]
    public ProfileModel Model { get; set; } = default!;

    /// <summary>What the page shows is no longer so.</summary>
    [Parameter, EditorRequired]
    public EventCallback OnChange { get; set; }

    [Inject]
    private Sessions Sessions { get; init; } = default!;

    [Inject]
    private CurrentViewer Who { get; init; } = default!;

    [Inject]
    private PageContext Page { get; init; } = default!;

    private string NameOf(OwnSession session) => session.Device.Length > 0 ? session.Device : Loc[nameof(ProfileText.DeviceUnknown)];

    private Task EndAsync(Guid session) => ChangeAsync(async viewer => await Sessions.EndAsync(viewer.Actor, session, CancellationToken.None) ? 1 : 0);

    private Task EndOthersAsync() => ChangeAsync(viewer => Sessions.EndOthersAsync(viewer.Actor, viewer.Session, CancellationToken.None));

    private async Task ChangeAsync(Func<Viewer, Task<int>> change)
    {
        if (await Who.GetAsync() is var viewer && viewer.Session is null)
            return;
        try
        {
            _notice = Loc.Count(nameof(ProfileText.Ended), await change(viewer));
        }
        catch (Exception failed) when (failed is NpgsqlException or InvalidOperationException)
        {
            _notice = Loc[nameof(ProfileText.NotEnded), Page.Report(failed)];
        }
        await OnChange.InvokeAsync();
    }
}
