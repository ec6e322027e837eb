using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Localization;
using Posture.Dashboard.Components.Controls;
using Posture.Dashboard.Resources;

namespace Posture.Dashboard.Components.Pages.Identities;

/// <summary>What may this subject do, where does it come from, and may it do that? Asked when opened or again on demand.</summary>
public sealed partial class SubjectPage
{
    [Inject]
    private SubjectReader Reader { get; init; } = default!;

    [Inject]
    private IStringLocalizer<IdentitiesText> Loc { get; init; } = default!;

    private static string Title(SubjectModel model) => model.State.Namespace.Length > 0 ? $"{model.State.Namespace}/{model.State.Name}" : model.State.Name;

    private Crumb[] Crumbs(SubjectModel model) => [new(Loc[nameof(IdentitiesText.Title)], new IdentitiesState { Cluster = model.State.Cluster }.Href)];

    private protected override async Task<SubjectModel?> ReadAsync(PageQuery query, CancellationToken cancellationToken)
    {
        View.Frozen = true;
        return SubjectState.Of(query) is { } state ? await Reader.ReadAsync(await Page.ScopeAsync(), state, cancellationToken) : null;
    }
}
