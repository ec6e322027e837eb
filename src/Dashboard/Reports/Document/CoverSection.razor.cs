using Microsoft.AspNetCore.Components;
using Posture.Dashboard.Components.Pages;
using Posture.Dashboard.Resources;

namespace Posture.Dashboard.Reports.Document;

/// <summary>Title page and contents: what was looked at, when, which snapshots, how much of it is known.</summary>
public sealed partial class CoverSection
{
    private static readonly (string Id, string Key)[] Chapters =
    [
        ("result", nameof(ReportsText.DocResult)), ("data", nameof(ReportsText.DocClusters)), ("summary", nameof(ReportsText.DocSummary)),
        ("requirements", nameof(ReportsText.DocRequirements)), ("findings", nameof(ReportsText.DocFindings)), ("open", nameof(ReportsText.DocOpen)),
        ("method", nameof(ReportsText.DocMethod)),
    ];

    [Parameter, EditorRequired]
    public ReportModel Report { get; set; } = default!;

    [Parameter, EditorRequired]
    public ReportCover Cover { get; set; } = default!;

    private string Scope
    {
        get
        {
            var clusters = string.Join(", ", Report.Clusters.Select(line => line.Cluster.DisplayName));
            return Report.Request.Namespaces.Count > 0 ? $"{clusters}; {Loc[nameof(ReportsText.DocNamespacesOf), string.Join(", ", Report.Request.Namespaces)]}"
                : Report.WholeClusters ? clusters
                : $"{clusters}; {Loc[nameof(ReportsText.DocOwnNamespaces)]}";
        }
    }

    private string AsOf
    {
        get
        {
            var times = Report.Clusters.Select(line => line.Cluster.CollectedAt).OfType<DateTimeOffset>().Order().ToList();
            return times switch
            {
                [] => "—",
                [var first, .., var last] when Show.Time(first) != Show.Time(last) => Loc[nameof(ReportsText.DocFromTo), Show.Time(first), Show.Time(last)],
                [var only, ..] => Show.Time(only),
            };
        }
    }

    private List<string> Left => [.. Report.Clusters.Where(line => line.Freshness == Freshness.LeftOut).Select(line => line.Cluster.DisplayName)];
}
