using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Localization;
using Posture.Dashboard.Resources;
using Posture.Store.Queries;

namespace Posture.Dashboard.Components.Pages.Images;

/// <summary>One image: who vouches for it, what it is, and where it is used.</summary>
public sealed partial class ImagePage
{
    /// <summary>The digest, or the identity of a reference whose digest is not known.</summary>
    [Parameter]
    public string Id { get; set; } = "";

    [Inject]
    private ImageQuery Images { get; init; } = default!;

    [Inject]
    private TagMoveQuery Moves { get; init; } = default!;

    [Inject]
    private IStringLocalizer<ImagesText> Loc { get; init; } = default!;

    private static string Title(ImageRow row) => row.Tags is [var only] ? $"{row.Repository}:{only}" : row.Repository;

    private protected override async Task<ImageDetail?> ReadAsync(PageQuery query, CancellationToken cancellationToken)
    {
        var scope = await Page.ScopeAsync();
        var detail = await Images.GetAsync(scope, Id, cancellationToken);
        return detail?.Row.Digest is { } digest ? detail with { Moves = await Moves.OfAsync(scope, digest, cancellationToken) } : detail;
    }
}
