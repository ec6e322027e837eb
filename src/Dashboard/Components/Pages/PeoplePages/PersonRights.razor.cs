using Microsoft.AspNetCore.Components;
using Posture.Dashboard.Identity;

namespace Posture.Dashboard.Components.Pages.PeoplePages;

/// <summary>Roles and tenants of an account.</summary>
public sealed partial class PersonRights
{
    private RightsInput _input = new();
    private string? _notice;

    [Parameter, EditorRequired]
    public Person Person { get; set; } = default!;

    /// <summary>What the page shows is no longer so.</summary>
    [Parameter, EditorRequired]
    public EventCallback OnChange { get; set; }

    [Inject]
    private PeopleDesk Desk { get; init; } = default!;

    protected override void OnInitialized() => _input = RightsInput.Of(Person);

    private async Task SaveAsync()
    {
        (var answer, _notice) = await Desk.AskAsync(_input, (people, user) => people.SetRightsAsync(user, Person.Id, _input.Roles, _input.TenantNames, CancellationToken.None));
        if (answer is not null)
            await OnChange.InvokeAsync();
    }
}
