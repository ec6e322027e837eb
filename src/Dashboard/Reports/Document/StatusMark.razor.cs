using Microsoft.AspNetCore.Components;

namespace Posture.Dashboard.Reports.Document;

/// <summary>Status of a requirement by icon, colour and word.</summary>
public sealed partial class StatusMark
{
    [Parameter, EditorRequired]
    public ReportStatus Value { get; set; }
}
