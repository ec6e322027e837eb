using Microsoft.AspNetCore.Components;
using Posture.Dashboard.Resources;
using Posture.Model.Scoring;

namespace Posture.Dashboard.Components.Controls;

/// <summary>A score as number and letter on the band's colour; hatched when nothing was assessed. Never a number without evidence.</summary>
public sealed partial class ScoreCell
{
    /// <summary>0–100, or null: not assessed.</summary>
    [Parameter, EditorRequired]
    public double? Score { get; set; }

    /// <summary>0–100; shown below the score when given.</summary>
    [Parameter]
    public double? Coverage { get; set; }

    /// <summary>Our own path to what the score is made of.</summary>
    [Parameter]
    public string? Href { get; set; }

    /// <summary>What is scored, for the accessible name: "Network".</summary>
    [Parameter]
    public string? Label { get; set; }

    private string Band => Score is { } value ? ScoreBands.Letter(value).ToString() : "none";

    private string Text => Score is { } value ? $"{ScoreBands.Rounded(value)} {ScoreBands.Letter(value)}" : "—";

    private string Name
    {
        get
        {
            string name = Score is { } value
                ? Loc[nameof(ControlsText.ScoreName), ScoreBands.Rounded(value), ScoreBands.Letter(value), Loc["Band" + ScoreBands.Letter(value)]]
                : Loc[nameof(ControlsText.ScoreNotAssessed)];
            return Label is null ? name : $"{Label}: {name}";
        }
    }
}
