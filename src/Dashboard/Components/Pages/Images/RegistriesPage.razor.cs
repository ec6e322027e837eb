using System.Globalization;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Localization;
using Posture.Dashboard.Resources;
using Posture.Store.Queries;

namespace Posture.Dashboard.Components.Pages.Images;

/// <summary>Which registries do images come from, are they governed, and do their tags stay?</summary>
public sealed partial class RegistriesPage
{
    [Inject]
    private RegistryQuery Registries { get; init; } = default!;

    [Inject]
    private TagMoveQuery Moves { get; init; } = default!;

    [Inject]
    private IStringLocalizer<RegistriesText> Loc { get; init; } = default!;

    protected override Func<RegistriesModel, RegistriesModel, (RegistriesModel Shown, int Changes)>? Merge => RegistriesModel.Merge;

    private static string Number(long count) => count.ToString("N0", CultureInfo.CurrentCulture);

    private protected override async Task<RegistriesModel?> ReadAsync(PageQuery query, CancellationToken cancellationToken)
    {
        var state = RegistriesState.Of(query);
        var scope = await Page.ScopeAsync();
        var read = await Registries.PageAsync(scope, state.Filter, state.ByRepository, state.Page, state.Size, cancellationToken);
        var clamped = read.Page.Rows.Count == 0 && read.Page.Total > 0;
        if (clamped)
        {
            state = state with { Page = (int)((read.Page.Total + state.Size - 1) / state.Size) };
            read = await Registries.PageAsync(scope, state.Filter, state.ByRepository, state.Page, state.Size, cancellationToken);
        }
        return new(state, read.Page, read.Classes, await Moves.ListAsync(scope, state.Filter, cancellationToken), clamped, scope.IsEmpty);
    }
}
