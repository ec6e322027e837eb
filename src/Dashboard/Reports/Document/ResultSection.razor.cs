using Microsoft.AspNetCore.Components;

namespace Posture.Dashboard.Reports.Document;

/// <summary>The result in words, on one page.</summary>
public sealed partial class ResultSection
{
    private const int Shown = 10;

    [Parameter, EditorRequired]
    public ReportModel Report { get; set; } = default!;

    private int Judged => Report.Counts is var counts ? counts.Pass + counts.Fail + counts.Excepted + counts.NotAssessed + counts.Error + counts.Manual : 0;

    private List<ControlResult> Worst =>
    [
        .. Report.Controls.Where(control => control.Counts.Fail > 0)
            .OrderByDescending(control => control.Control.Weight).ThenByDescending(control => control.Counts.Fail).ThenBy(control => control.Control.Id, StringComparer.Ordinal).Take(Shown),
    ];

    private string Of(ReportStatus status) => Show.Count(Report.Of(status));
}
