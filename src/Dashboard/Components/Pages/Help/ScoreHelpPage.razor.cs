using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Localization;
using Posture.Dashboard.Resources;
using Posture.Model.Verdicts;

namespace Posture.Dashboard.Components.Pages.Help;

/// <summary>The formula of the score, worked through with the viewer's own numbers.</summary>
public sealed partial class ScoreHelpPage
{
    private static readonly string[] Rules =
    [
        nameof(HelpText.RuleCount), nameof(HelpText.RuleRate), nameof(HelpText.RuleWeight), nameof(HelpText.RuleLayer), nameof(HelpText.RuleCluster),
        nameof(HelpText.RuleFleet), nameof(HelpText.RuleCoverage), nameof(HelpText.RuleExceptions), nameof(HelpText.RuleNowhere), nameof(HelpText.RuleRounding),
    ];

    [Inject]
    private ScoreReader Reader { get; init; } = default!;

    [Inject]
    private IStringLocalizer<HelpText> Loc { get; init; } = default!;

    [Inject]
    private IStringLocalizer<LayersText> Layers { get; init; } = default!;

    private protected override async Task<ScoreModel?> ReadAsync(PageQuery query, CancellationToken cancellationToken)
    {
        Layer? layer = query.Layers() is [var first, ..] ? first : null;
        return await Reader.ReadAsync(await Page.OverviewAsync(), query.One("cluster"), layer, cancellationToken);
    }
}
