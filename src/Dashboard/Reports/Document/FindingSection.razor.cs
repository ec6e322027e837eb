using Microsoft.AspNetCore.Components;
using Posture.Model.Verdicts;
using Posture.Store.Queries;

namespace Posture.Dashboard.Reports.Document;

/// <summary>What fails, by control, with the place that decided it; and what is accepted.</summary>
public sealed partial class FindingSection
{
    /// <summary>Most findings in a document; the CSV has more.</summary>
    public const int MaxRows = 1000;

    [Parameter, EditorRequired]
    public ReportModel Report { get; set; } = default!;

    private List<FindingRow> Failing => [.. Report.Findings.Where(row => row.Finding.Verdict == Verdict.Fail).Take(MaxRows)];

    private List<FindingRow> Excepted => [.. Report.Findings.Where(row => row.Finding.Verdict == Verdict.Excepted).Take(MaxRows)];
}
