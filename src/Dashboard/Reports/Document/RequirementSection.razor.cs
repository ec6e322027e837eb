using System.Globalization;
using Microsoft.AspNetCore.Components;
using Posture.Dashboard.Resources;

namespace Posture.Dashboard.Reports.Document;

/// <summary>Every requirement of the framework, also those that nothing speaks of.</summary>
public sealed partial class RequirementSection
{
    [Parameter, EditorRequired]
    public ReportModel Report { get; set; } = default!;

    private static bool Chinese => CultureInfo.CurrentUICulture.TwoLetterISOLanguageName == "zh";

    private string Said(ControlResult control) => !control.HasCheck && !control.HasResult ? Loc[nameof(ReportsText.DocNoCheck)]
        : !control.HasResult ? Loc[nameof(ReportsText.DocNoResult)]
        : $"{Show.Count(control.Counts.Pass)} / {Show.Count(control.Counts.Pass + control.Counts.Fail + control.Counts.Excepted)}";
}
