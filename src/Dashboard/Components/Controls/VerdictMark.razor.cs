using Microsoft.AspNetCore.Components;
using Posture.Dashboard.Resources;
using Posture.Model.Verdicts;

namespace Posture.Dashboard.Components.Controls;

/// <summary>A verdict by icon, colour and word.</summary>
public sealed partial class VerdictMark
{
    [Parameter, EditorRequired]
    public Verdict Value { get; set; }

    /// <summary>Why, as a tooltip; the page says it in full elsewhere.</summary>
    [Parameter]
    public string? Reason { get; set; }

    private string Key => Value.ToString().ToLowerInvariant();

    private string Word => Value switch
    {
        Verdict.Pass => Loc[nameof(ControlsText.VerdictPass)],
        Verdict.Fail => Loc[nameof(ControlsText.VerdictFail)],
        Verdict.Manual => Loc[nameof(ControlsText.VerdictManual)],
        Verdict.Error => Loc[nameof(ControlsText.VerdictError)],
        Verdict.NotApplicable => Loc[nameof(ControlsText.VerdictNotApplicable)],
        Verdict.Exempt => Loc[nameof(ControlsText.VerdictExempt)],
        Verdict.Excepted => Loc[nameof(ControlsText.VerdictExcepted)],
        _ => Loc[nameof(ControlsText.VerdictNotAssessed)],
    };
}
