using Microsoft.AspNetCore.Components;

namespace Posture.Dashboard.Reports.Document;

/// <summary>Requirements by status, for each chapter and each cluster.</summary>
public sealed partial class SummarySection
{
    [Parameter, EditorRequired]
    public ReportModel Report { get; set; } = default!;
}
