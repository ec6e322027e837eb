using System.Globalization;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Localization;
using Posture.Dashboard.Resources;
using Posture.Store.Queries;

namespace Posture.Dashboard.Components.Pages.Images;

/// <summary>A library was mended: which images still have the former, which were rebuilt, and where does the former still run? Of now.</summary>
public sealed partial class LibrariesPage
{
    [Inject]
    private LibraryQuery Libraries { get; init; } = default!;

    [Inject]
    private IStringLocalizer<LibrariesText> Loc { get; init; } = default!;

    private static string Number(long count) => count.ToString("N0", CultureInfo.CurrentCulture);

    private protected override async Task<LibrariesModel?> ReadAsync(PageQuery query, CancellationToken cancellationToken)
    {
        var state = LibrariesState.Of(query);
        var scope = await Page.ScopeAsync();
        return new(state, await Libraries.ReadAsync(scope, state.Filter, cancellationToken), scope.IsEmpty);
    }
}
