using System.Globalization;
using Microsoft.AspNetCore.Components;
using Posture.Model.Scoring;

namespace Posture.Dashboard.Components.Pages.FindingDetails;

/// <summary>What the scores would be if this finding passed.</summary>
public sealed partial class FindingGains
{
    [Parameter, EditorRequired]
    public FindingModel Model { get; set; } = default!;

    /// <summary>With its sign; what rounds to nothing but is something is told as such.</summary>
    private static string Gained(double points) =>
        points is > 0 and < 0.05 ? "< +" + 0.1.ToString("0.0", CultureInfo.CurrentCulture) : points.ToString("+0.0;−0.0;0", CultureInfo.CurrentCulture);

    private static string Shown(double score) => ScoreBands.Rounded(score).ToString(CultureInfo.CurrentCulture);
}
