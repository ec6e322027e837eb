using System.Globalization;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Localization;
using Posture.Dashboard.Resources;
using Posture.Model.Verdicts;
using Posture.Store.Queries;

namespace Posture.Dashboard.Components.Pages.Findings;

/// <summary>What is wrong, in priority order. Filtered, sorted and paged by the store; the address is the state.</summary>
public sealed partial class FindingsPage
{
    private static readonly HashSet<string> None = [];

    [Inject]
    private FindingsQuery Findings { get; init; } = default!;

    [Inject]
    private IStringLocalizer<FindingsText> Loc { get; init; } = default!;

    protected override Func<FindingsModel, FindingsModel, (FindingsModel Shown, int Changes)>? Merge => FindingsModel.Merge;

    private static string Number(long count) => count.ToString("N0", CultureInfo.CurrentCulture);

    private static long Of(FindingsModel list, Verdict verdict) => list.Facets.Verdicts.GetValueOrDefault(verdict);

    /// <summary>Nothing but place, layer and control narrows the failing findings: an empty list is good news, if something was assessed.</summary>
    private static bool OnlyFailing(FindingsState state) =>
        state is { Verdicts: [Verdict.Fail], Severities.Count: 0, Kinds.Count: 0, Name: null, Text: null, Since: null };

    private protected override async Task<FindingsModel?> ReadAsync(PageQuery query, CancellationToken cancellationToken)
    {
        var state = FindingsState.Of(query, Page.Now);
        var scope = await Page.ScopeAsync();
        var page = await Findings.PageAsync(scope, state.Filter, state.Order, state.Page, state.Size, state.At, cancellationToken);
        var clamped = page.Rows.Count == 0 && page.Total > 0;
        if (clamped)
        {
            state = state with { Page = (int)((page.Total + state.Size - 1) / state.Size) };
            page = await Findings.PageAsync(scope, state.Filter, state.Order, state.Page, state.Size, state.At, cancellationToken);
        }
        var facets = await Findings.FacetsAsync(scope, state.Filter, state.At, cancellationToken);
        View.Frozen = state.At is not null;
        return new(state, page, facets, None, clamped, scope.IsEmpty);
    }
}
