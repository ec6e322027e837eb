using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Localization;
using Posture.Dashboard.Identity;
using Posture.Dashboard.Options;
using Posture.Dashboard.Resources;

namespace Posture.Dashboard.Components.Pages.Profile;

/// <summary>Where am I signed in?</summary>
public sealed partial class ProfilePage
{
    [Inject]
    private CurrentViewer Who { get; init; } = default!;

    [Inject]
    private Sessions Sessions { get; init; } = default!;

    [Inject]
    private DashboardSettings Settings { get; init; } = default!;

    [Inject]
    private IStringLocalizer<ProfileText> Loc { get; init; } = default!;

    [Inject]
    private IStringLocalizer<FrameText> Frame { get; init; } = default!;

    private static OwnSession Own(OpenSession session, Viewer viewer) => new(
        session.Id, DeviceName.Of(session.Device), session.Device, session.Address, session.StartedAt, session.SeenAt, session.ExpiresAt, session.Id == viewer.Session);

    private protected override async Task<ProfileModel?> ReadAsync(PageQuery query, CancellationToken cancellationToken)
    {
        var viewer = await Who.GetAsync();
        var sessions = await Sessions.ListAsync(viewer.Subject, cancellationToken);
        return new(viewer.Name, viewer.Roles, Settings.Posture.EmbeddedIdentity, [.. sessions.Select(session => Own(session, viewer))]);
    }
}
