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
        var view = await Libraries.ReadAsync(scope, state.Filter, state.Page, state.Size, cancellationToken);
        var clamped = view.Libraries.Count == 0 && view.Total > 0;
        if (clamped)
        {
            state = state with { Page = (view.Total + state.Size - 1) / state.Size };
            view = await Libraries.ReadAsync(scope, state.Filter, state.Page, state.Size, cancellationToken);
        }
        return new(state, view, clamped, scope.IsEmpty);
    }
}
