using Microsoft.AspNetCore.Components;

namespace Posture.Dashboard.Reports.Document;

/// <summary>How the report came about, how to check it, and room to sign.</summary>
public sealed partial class MethodSection
{
    [Parameter, EditorRequired]
    public ReportModel Report { get; set; } = default!;
}
