using System.Globalization;
using Microsoft.AspNetCore.Components;

namespace Posture.Dashboard.Reports.Document;

/// <summary>Requirements by chapter and status; on the page and in the document.</summary>
public sealed partial class StatusTable
{
    private static readonly IReadOnlyList<ReportStatus> Statuses = Enum.GetValues<ReportStatus>();

    [Parameter, EditorRequired]
    public ReportModel Report { get; set; } = default!;

    [Parameter]
    public string? Class { get; set; }

    private static bool Chinese => CultureInfo.CurrentUICulture.TwoLetterISOLanguageName == "zh";
}
