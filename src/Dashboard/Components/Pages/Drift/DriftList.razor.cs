using System.Globalization;
using Microsoft.AspNetCore.Components;
using Posture.Model.Scoring;

namespace Posture.Dashboard.Components.Pages.Drift;

/// <summary>Changes by snapshot: objects with the fields that differ, verdicts that turned, and the score.</summary>
public sealed partial class DriftList
{
    [Parameter, EditorRequired]
    public DriftModel Model { get; set; } = default!;

    private static string Shown(double score) => ScoreBands.Rounded(score).ToString(CultureInfo.CurrentCulture);
}
