using Microsoft.AspNetCore.Components;
using Posture.Dashboard.Reports;

namespace Posture.Dashboard.Components.Pages.ReportPages;

/// <summary>The choice of framework, clusters, namespaces and language. All of it is in the address.</summary>
public sealed partial class ReportForm
{
    private string? _namespaces;

    [Parameter, EditorRequired]
    public ReportsModel Choice { get; set; } = default!;

    [Inject]
    private NavigationManager Navigation { get; init; } = default!;

    private ReportRequest Request => Choice.Report.Request;

    protected override void OnParametersSet() => _namespaces = string.Join(", ", Request.Namespaces);

    private static string? Current(bool chosen) => chosen ? "true" : null;

    private List<string> Toggled(string cluster) =>
        Request.Clusters.Contains(cluster) ? [.. Request.Clusters.Where(name => name != cluster)] : [.. Request.Clusters, cluster];

    private void Apply() => Navigation.NavigateTo(Choice.Href(namespaces:
        [.. (_namespaces ?? "").Split([',', ' ', '，', '、'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Distinct(StringComparer.Ordinal)]));
}
