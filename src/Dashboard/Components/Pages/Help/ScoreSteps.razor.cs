using Microsoft.AspNetCore.Components;

namespace Posture.Dashboard.Components.Pages.Help;

/// <summary>A layer's score from its controls, step by step.</summary>
public sealed partial class ScoreSteps
{
    [Parameter, EditorRequired]
    public ScoreModel Model { get; set; } = default!;
}
