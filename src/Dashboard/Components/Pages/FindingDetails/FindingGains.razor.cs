using System.Globalization;
using Microsoft.AspNetCore.Components;
using Posture.Model.Scoring;

namespace Posture.Dashboard.Components.Pages.FindingDetails;

/// <summary>What the scores would be if this finding passed.</summary>
public sealed partial class FindingGains
{
    [Parameter, EditorRequired]
    public FindingModel Model { get; set; } = default!;

    private static string Shown(double score) => ScoreBands.Rounded(score).ToString(CultureInfo.CurrentCulture);
}
