using Microsoft.AspNetCore.Components;
using Posture.Dashboard.Identity;

namespace Posture.Dashboard.Components.Pages.PeoplePages;

/// <summary>Another provider's people who have come; an administrator signs them out.</summary>
public sealed partial class VisitorTable
{
    private string? _notice;

    [Parameter, EditorRequired]
    public IReadOnlyList<Visitor> Visitors { get; set; } = [];

    /// <summary>What the viewer may do.</summary>
    [Parameter, EditorRequired]
    public Hand Hand { get; set; } = default!;

    /// <summary>What the page shows is no longer so.</summary>
    [Parameter, EditorRequired]
    public EventCallback OnChange { get; set; }

    [Inject]
    private PeopleDesk Desk { get; init; } = default!;

    private async Task SignOutAsync(string owner)
    {
        _notice = await Desk.SignOutAsync(owner);
        await OnChange.InvokeAsync();
    }
}
