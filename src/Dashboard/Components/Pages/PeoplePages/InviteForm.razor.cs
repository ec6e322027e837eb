using Microsoft.AspNetCore.Components;

namespace Posture.Dashboard.Components.Pages.PeoplePages;

/// <summary>Invites a person and shows the link, once.</summary>
public sealed partial class InviteForm
{
    private RightsInput _input = new();
    private string? _email;
    private string? _for;
    private string? _link;
    private string? _notice;

    /// <summary>What the viewer may do.</summary>
    [Parameter, EditorRequired]
    public Hand Hand { get; set; } = default!;

    /// <summary>What the page shows is no longer so.</summary>
    [Parameter, EditorRequired]
    public EventCallback OnChange { get; set; }

    [Inject]
    private PeopleDesk Desk { get; init; } = default!;

    private async Task InviteAsync()
    {
        (var answer, _notice) = await Desk.AskAsync(_input, (people, user) => people.InviteAsync(user, _email ?? "", _input.Roles, _input.TenantNames, CancellationToken.None));
        _link = null;
        if (answer?.Code is { } code)
            (_for, _link, _email, _input) = (_email, Desk.LinkOf(code), null, new());
        if (answer is not null)
            await OnChange.InvokeAsync();
    }
}
