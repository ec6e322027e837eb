using Microsoft.AspNetCore.Components;
using Posture.Dashboard.Resources;
using Posture.Model.Verdicts;

namespace Posture.Dashboard.Components.Controls;

/// <summary>A severity by shape, colour and word: octagon, triangle, half diamond, ring.</summary>
public sealed partial class SeverityMark
{
    [Parameter, EditorRequired]
    public Severity Value { get; set; }

    /// <summary>Keeps the word for screen readers only, where a column's head says it already.</summary>
    [Parameter]
    public bool HideWord { get; set; }

    private string Key => Value.ToString().ToLowerInvariant();

    private string Word => Value switch
    {
        Severity.Critical => Loc[nameof(ControlsText.SeverityCritical)],
        Severity.High => Loc[nameof(ControlsText.SeverityHigh)],
        Severity.Medium => Loc[nameof(ControlsText.SeverityMedium)],
        _ => Loc[nameof(ControlsText.SeverityLow)],
    };
}
