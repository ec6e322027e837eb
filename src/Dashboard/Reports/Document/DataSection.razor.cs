using Microsoft.AspNetCore.Components;
using Posture.Dashboard.Components.Pages;
using Posture.Model.Coverage;

namespace Posture.Dashboard.Reports.Document;

/// <summary>Which clusters, how old the data is, and what could not be read.</summary>
public sealed partial class DataSection
{
    [Parameter, EditorRequired]
    public ReportModel Report { get; set; } = default!;

    private List<string> Late => [.. Report.Clusters.Where(line => line.Freshness != Freshness.Current).Select(line => line.Cluster.DisplayName)];

    private List<(string Cluster, KindCoverage Kind)> Unread =>
        [.. Report.Clusters.SelectMany(line => line.Cluster.Coverage.Where(kind => !Known(kind)).Select(kind => (line.Cluster.DisplayName, kind)))];

    private static bool Known(KindCoverage kind) => kind.State is CoverageState.Read or CoverageState.NotServed;
}
