using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Localization;
using Posture.Dashboard.Identity;
using Posture.Dashboard.Resources;

namespace Posture.Dashboard.Components.Pages.PeoplePages;

/// <summary>Who has an account, and what may it do?</summary>
public sealed partial class PeoplePage
{
    private string? _text;

    [Inject]
    private IServiceProvider Services { get; init; } = default!;

    [Inject]
    private PeopleDesk Desk { get; init; } = default!;

    [Inject]
    private IStringLocalizer<PeopleText> Loc { get; init; } = default!;

    [Inject]
    private IStringLocalizer<FrameText> Frame { get; init; } = default!;

    /// <summary>Address of an account's page.</summary>
    internal static string Href(Guid id) => "/admin/people/" + id;

    private protected override async Task<PeopleModel?> ReadAsync(PageQuery query, CancellationToken cancellationToken)
    {
        var hand = await Desk.HandAsync(cancellationToken);
        var page = query.Number("page", 1, 1, 1_000_000);
        _text = query.One("q") ?? "";
        if (Services.GetService<PeopleQuery>() is { } people)
            return new(await people.ListAsync(_text, page, cancellationToken), null, await people.InvitedAsync(cancellationToken), _text, page, hand);
        // Another provider's people are not known here before they come.
        return new(null, await Services.GetRequiredService<Visitors>().ListAsync(_text, page, cancellationToken), [], _text, page, hand);
    }

    private void Apply() => Page.Navigation.NavigateTo(
        Page.Navigation.GetUriWithQueryParameters("/admin/people", new Dictionary<string, object?> { ["q"] = string.IsNullOrWhiteSpace(_text) ? null : _text.Trim() }));

    private void Clear() => Page.Navigation.NavigateTo("/admin/people");
}
