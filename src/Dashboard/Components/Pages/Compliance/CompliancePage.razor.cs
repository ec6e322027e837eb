using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Localization;
using Posture.Analysis.Frameworks;
using Posture.Dashboard.Components.Layout;
using Posture.Dashboard.Reports;
using Posture.Dashboard.Resources;

namespace Posture.Dashboard.Components.Pages.Compliance;

/// <summary>How do we stand per framework?</summary>
public sealed partial class CompliancePage
{
    [Inject]
    private ReportReader Reader { get; init; } = default!;

    [Inject]
    private IStringLocalizer<ComplianceText> Loc { get; init; } = default!;

    /// <summary>Words of requirements, which reports have too.</summary>
    [Inject]
    private IStringLocalizer<ReportsText> Words { get; init; } = default!;

    private protected override async Task<ComplianceModel?> ReadAsync(PageQuery query, CancellationToken cancellationToken)
    {
        var within = ScopeInUrl.Of(Page.Navigation.Uri);
        var scope = await Page.OverviewAsync();
        return new(await Reader.OverviewAsync(scope, within.Clusters, within.Namespaces, "en", cancellationToken), scope.IsWhole);
    }

    private static ScopeInUrl Within(ReportModel report) => new(report.Request.Clusters, report.Request.Namespaces);

    /// <summary>How many items are assessed in which way.</summary>
    private string Assessed(Framework framework) => string.Join(" · ", framework.Requirements.GroupBy(item => item.Assessment).OrderBy(group => group.Key)
        .Select(group => $"{group.Count()} {Words["Assessment" + group.Key]}"));
}
