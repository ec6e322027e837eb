using System.Globalization;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Localization;
using Posture.Analysis.Frameworks;
using Posture.Dashboard.Components.Layout;
using Posture.Dashboard.Reports;
using Posture.Dashboard.Resources;

namespace Posture.Dashboard.Components.Pages.Compliance;

/// <summary>Which requirements of a framework hold, how is each assessed, and by which controls?</summary>
public sealed partial class FrameworkPage
{
    /// <summary>Id of the framework.</summary>
    [Parameter]
    public string Id { get; set; } = "";

    [Inject]
    private ReportReader Reader { get; init; } = default!;

    [Inject]
    private IStringLocalizer<ComplianceText> Loc { get; init; } = default!;

    [Inject]
    private IStringLocalizer<ReportsText> Words { get; init; } = default!;

    private static bool Chinese => CultureInfo.CurrentUICulture.TwoLetterISOLanguageName == "zh";

    private protected override async Task<FrameworkModel?> ReadAsync(PageQuery query, CancellationToken cancellationToken)
    {
        if (Framework.Find(Id) is not { } framework)
            return null;
        var within = ScopeInUrl.Of(Page.Navigation.Uri);
        var report = await Reader.PreviewAsync(await Page.OverviewAsync(), new(framework, within.Clusters, within.Namespaces, "en"), cancellationToken);
        return new(report, Statuses(query));
    }

    private static List<ReportStatus> Statuses(PageQuery query)
    {
        var chosen = new List<ReportStatus>();
        foreach (var word in query.All("status"))
        {
            var known = Enum.GetValues<ReportStatus>().Where(status => ReportRules.Word(status) == word).ToList();
            chosen.AddRange(known);
            if (known.Count == 0)
                query.Reject("status", word);
        }
        return chosen;
    }
}
