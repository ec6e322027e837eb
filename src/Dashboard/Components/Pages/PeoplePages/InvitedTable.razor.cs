using Microsoft.AspNetCore.Components;
using Posture.Dashboard.Identity;

namespace Posture.Dashboard.Components.Pages.PeoplePages;

/// <summary>Who is invited and has no account yet; an invitation can be withdrawn.</summary>
public sealed partial class InvitedTable
{
    private string? _notice;

    [Parameter, EditorRequired]
    public IReadOnlyList<Invited> Invited { get; set; } = [];

    /// <summary>What the viewer may do.</summary>
    [Parameter, EditorRequired]
    public Hand Hand { get; set; } = default!;

    /// <summary>What the page shows is no longer so.</summary>
    [Parameter, EditorRequired]
    public EventCallback OnChange { get; set; }

    [Inject]
    private PeopleDesk Desk { get; init; } = default!;

    private async Task WithdrawAsync(Guid invitation)
    {
        (_, _notice) = await Desk.AskAsync((people, user) => people.WithdrawAsync(user, invitation, CancellationToken.None));
        await OnChange.InvokeAsync();
    }
}
