using System.Security.Claims;
using Microsoft.AspNetCore.Components;
using Posture.Dashboard.Identity;

namespace Posture.Dashboard.Components.Pages.PeoplePages;

/// <summary>What an administrator does with another account besides its rights.</summary>
public sealed partial class PersonActions
{
    private string? _notice;
    private string? _link;
    private bool _asks;

    [Parameter, EditorRequired]
    public Person Person { get; set; } = default!;

    /// <summary>What the page shows is no longer so.</summary>
    [Parameter, EditorRequired]
    public EventCallback OnChange { get; set; }

    [Inject]
    private PeopleDesk Desk { get; init; } = default!;

    [Inject]
    private NavigationManager Navigation { get; init; } = default!;

    private bool Disabled => !RendererInfo.IsInteractive;

    private Task ResetAsync() => DoAsync((people, user) => people.ResetAsync(user, Person.Id, CancellationToken.None));

    private async Task RemoveAsync()
    {
        _asks = false;
        if (await AskAsync((people, user) => people.RemoveAsync(user, Person.Id, CancellationToken.None)) is { Outcome: PeopleOutcome.Done })
            Navigation.NavigateTo("/admin/people");
        else
            await OnChange.InvokeAsync();
    }

    private async Task DoAsync(Func<People, ClaimsPrincipal, Task<PeopleAnswer>> change)
    {
        var answer = await AskAsync(change);
        _link = answer?.Code is { } code ? Desk.LinkOf(code) : null;
        await OnChange.InvokeAsync();
    }

    private async Task<PeopleAnswer?> AskAsync(Func<People, ClaimsPrincipal, Task<PeopleAnswer>> change)
    {
        (var answer, _notice) = await Desk.AskAsync(change);
        return answer;
    }
}
