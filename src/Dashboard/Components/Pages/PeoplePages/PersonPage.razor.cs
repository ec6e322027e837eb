using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Localization;
using Posture.Dashboard.Identity;
using Posture.Dashboard.Resources;

namespace Posture.Dashboard.Components.Pages.PeoplePages;

/// <summary>What is this account, and what is done with it?</summary>
public sealed partial class PersonPage
{
    /// <summary>Id of the account.</summary>
    [Parameter]
    public string Id { get; set; } = "";

    [Inject]
    private IServiceProvider Services { get; init; } = default!;

    [Inject]
    private PeopleDesk Desk { get; init; } = default!;

    [Inject]
    private IStringLocalizer<PeopleText> Loc { get; init; } = default!;

    [Inject]
    private IStringLocalizer<FrameText> Frame { get; init; } = default!;

    private protected override async Task<PersonModel?> ReadAsync(PageQuery query, CancellationToken cancellationToken) =>
        Guid.TryParse(Id, out var id) && Services.GetService<PeopleQuery>() is { } people && await people.FindAsync(id, cancellationToken) is { } person
            ? new(person, await Desk.HandAsync(cancellationToken))
            : null;
}
