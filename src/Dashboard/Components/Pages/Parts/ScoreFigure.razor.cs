using System.Globalization;
using Microsoft.AspNetCore.Components;
using Posture.Model.Scoring;

namespace Posture.Dashboard.Components.Pages.Parts;

/// <summary>A score as a figure with its band, its bounds and the score without exceptions.</summary>
public sealed partial class ScoreFigure
{
    [Parameter, EditorRequired]
    public Score Score { get; set; } = Score.None;

    private double Low => Score.Low ?? 0;

    private double High => Score.High ?? 100;

    private static string Css(double share) => share.ToString("0.#", CultureInfo.InvariantCulture) + "%";
}
