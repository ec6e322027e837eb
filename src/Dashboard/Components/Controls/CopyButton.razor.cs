using Microsoft.AspNetCore.Components;
using Posture.Dashboard.Resources;

namespace Posture.Dashboard.Components.Controls;

/// <summary>Copies in the browser and says so in words; without clipboard permission the text is selected. Give <see cref="Text"/> or <see cref="From"/>.</summary>
public sealed partial class CopyButton
{
    /// <summary>The text.</summary>
    [Parameter]
    public string? Text { get; set; }

    /// <summary>Id of the element whose text is copied.</summary>
    [Parameter]
    public string? From { get; set; }

    /// <summary>What is copied, for the button's words: "patch".</summary>
    [Parameter]
    public string? Label { get; set; }

    [Parameter]
    public string? Class { get; set; }

    private string Idle => Label is null ? Loc[nameof(ControlsText.Copy)] : Loc[nameof(ControlsText.CopyNamed), Label];
}
