using System.Globalization;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Localization;
using Posture.Dashboard.Resources;
using Posture.Store.Queries;

namespace Posture.Dashboard.Components.Pages.Images;

/// <summary>A base was mended: which images still stand on the former, which were rebuilt, and where does the former still run? Of now.</summary>
public sealed partial class RebuildsPage
{
    [Inject]
    private RebuildQuery Rebuilds { get; init; } = default!;

    [Inject]
    private IStringLocalizer<RebuildsText> Loc { get; init; } = default!;

    private static string Number(long count) => count.ToString("N0", CultureInfo.CurrentCulture);

    private protected override async Task<RebuildsModel?> ReadAsync(PageQuery query, CancellationToken cancellationToken)
    {
        var state = RebuildsState.Of(query);
        var scope = await Page.ScopeAsync();
        var view = await Rebuilds.ReadAsync(scope, state.Filter, state.Page, state.Size, cancellationToken);
        var clamped = view.Lines.Count == 0 && view.Total > 0;
        if (clamped)
        {
            state = state with { Page = (view.Total + state.Size - 1) / state.Size };
            view = await Rebuilds.ReadAsync(scope, state.Filter, state.Page, state.Size, cancellationToken);
        }
        return new(state, view, clamped, scope.IsEmpty);
    }
}
