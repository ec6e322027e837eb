using System.Globalization;
using Microsoft.AspNetCore.Components;

namespace Posture.Dashboard.Components.Controls;

/// <summary>How much of what should be assessed was. Rounding never says 100 unless all was, nor 0 unless nothing was.</summary>
public sealed partial class CoverageText
{
    /// <summary>0–100, or null when there is nothing to assess.</summary>
    [Parameter, EditorRequired]
    public double? Share { get; set; }

    /// <summary>The figure with its sign, as the language writes it; a dash when there is nothing to assess.</summary>
    public static string Figure(double? share) => share is { } given ? Percent(given) + (CultureInfo.CurrentUICulture.TwoLetterISOLanguageName == "zh" ? "%" : " %") : "—";

    /// <summary>The figure to show.</summary>
    public static string Percent(double share) => share switch
    {
        > 0 and < 1 => "<1",
        > 99 and < 100 => "99",
        _ => Math.Round(share, MidpointRounding.AwayFromZero).ToString(CultureInfo.CurrentCulture),
    };
}
