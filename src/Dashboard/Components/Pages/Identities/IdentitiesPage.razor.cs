using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Localization;
using Posture.Dashboard.Resources;

namespace Posture.Dashboard.Components.Pages.Identities;

/// <summary>Who can do what, through which binding? Off live signals: it is asked when opened or again on demand, and says when.</summary>
public sealed partial class IdentitiesPage
{
    [Inject]
    private IdentitiesReader Reader { get; init; } = default!;

    [Inject]
    private IStringLocalizer<IdentitiesText> Loc { get; init; } = default!;

    private protected override async Task<IdentitiesModel?> ReadAsync(PageQuery query, CancellationToken cancellationToken)
    {
        View.Frozen = true;
        return await Reader.ReadAsync(await Page.ScopeAsync(), IdentitiesState.Of(query), cancellationToken);
    }
}
