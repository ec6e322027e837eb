using System.Globalization;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Localization;
using Posture.Dashboard.Resources;
using Posture.Store.Queries;

namespace Posture.Dashboard.Components.Pages.Images;

/// <summary>Which images run, and who vouches for them? Of now: what a registry said at a former time is not kept in the list.</summary>
public sealed partial class ImagesPage
{
    [Inject]
    private ImageQuery Images { get; init; } = default!;

    [Inject]
    private IStringLocalizer<ImagesText> Loc { get; init; } = default!;

    protected override Func<ImagesModel, ImagesModel, (ImagesModel Shown, int Changes)>? Merge => ImagesModel.Merge;

    private static string Number(long count) => count.ToString("N0", CultureInfo.CurrentCulture);

    private protected override async Task<ImagesModel?> ReadAsync(PageQuery query, CancellationToken cancellationToken)
    {
        var state = ImagesState.Of(query);
        var scope = await Page.ScopeAsync();
        var read = await Images.PageAsync(scope, state.Filter, state.Order, state.Page, state.Size, cancellationToken);
        var clamped = read.Page.Rows.Count == 0 && read.Page.Total > 0;
        if (clamped)
        {
            state = state with { Page = (int)((read.Page.Total + state.Size - 1) / state.Size) };
            read = await Images.PageAsync(scope, state.Filter, state.Order, state.Page, state.Size, cancellationToken);
        }
        return new(state, read.Page, read.States, clamped, scope.IsEmpty);
    }
}
