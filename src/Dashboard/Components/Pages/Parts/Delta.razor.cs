using Microsoft.AspNetCore.Components;
using Posture.Dashboard.Resources;
using Posture.Model.Scoring;

namespace Posture.Dashboard.Components.Pages.Parts;

/// <summary>How a score moved: the difference of the two numbers that are shown, with sign and unit.</summary>
public sealed partial class Delta
{
    [Parameter, EditorRequired]
    public double? Before { get; set; }

    [Parameter, EditorRequired]
    public double? After { get; set; }

    private string Text => Points(Before, After) switch
    {
        null => Loc[nameof(PartsText.DeltaNone)],
        0 => Loc[nameof(PartsText.DeltaSame)],
        { } points => Loc[nameof(PartsText.DeltaPoints), points.ToString("+0;−0", System.Globalization.CultureInfo.InvariantCulture)],
    };

    /// <summary>Points between the shown numbers; null when one of them is not there.</summary>
    public static int? Points(double? before, double? after) =>
        before is { } old && after is { } now ? ScoreBands.Rounded(now) - ScoreBands.Rounded(old) : null;
}
