using System.Globalization;
using Microsoft.AspNetCore.Components;
using Posture.Analysis.Frameworks;
using Posture.Dashboard.Resources;

namespace Posture.Dashboard.Reports.Document;

/// <summary>What is unknown or waits for a person, each with its reason.</summary>
public sealed partial class OpenSection
{
    [Parameter, EditorRequired]
    public ReportModel Report { get; set; } = default!;

    private static bool Chinese => CultureInfo.CurrentUICulture.TwoLetterISOLanguageName == "zh";

    private List<RequirementResult> Unknown => [.. Report.Requirements.Where(result => result.Status is ReportStatus.NotAssessed or ReportStatus.Partly or ReportStatus.Manual)];

    private string Why(RequirementResult result)
    {
        List<string> reasons =
        [
            Rest(result),
            Named(nameof(ReportsText.DocNoCheck), result.Controls.Where(control => !control.HasCheck && !control.HasResult)),
            Named(nameof(ReportsText.DocNoResult), result.Controls.Where(control => control.HasCheck && !control.HasResult)),
            Named(nameof(ReportsText.StatusNotAssessed), result.Controls.Where(control => control.Counts.NotAssessed + control.Counts.Error > 0)),
            Named(nameof(ReportsText.StatusManual), result.Controls.Where(control => control.Counts.Manual > 0)),
        ];
        return string.Join("; ", reasons.Where(reason => reason.Length > 0));
    }

    /// <summary>What no control can say of it.</summary>
    private string Rest(RequirementResult result) => result.Requirement switch
    {
        _ when result.Benchmark is { } bench => bench.NotAssessed > 0 ? Loc[nameof(ReportsText.DocBenchmarkSilent), Show.Count(bench.NotAssessed)] : Loc[nameof(ReportsText.DocBenchmarkOpen)],
        { IsDecidedByControls: true } => result.Controls.Count == 0 ? Loc[nameof(ReportsText.DocNoControl)] : "",
        { Assessment: Assessment.Manual } => Loc[nameof(ReportsText.DocOnlyPerson)],
        { Assessment: Assessment.Partial } => Loc[nameof(ReportsText.DocRestPerson)],
        { IsDecidedByBenchmark: true } => Loc[nameof(ReportsText.DocNeedsBenchmark)],
        _ => Loc[nameof(ReportsText.DocNeedsOutside)],
    };

    private string Named(string key, IEnumerable<ControlResult> controls)
    {
        var ids = string.Join(", ", controls.Select(control => control.Control.Id));
        return ids.Length == 0 ? "" : $"{Loc[key]}: {ids}";
    }
}
