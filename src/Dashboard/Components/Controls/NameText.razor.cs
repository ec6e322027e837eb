using Microsoft.AspNetCore.Components;

namespace Posture.Dashboard.Components.Controls;

/// <summary>
/// A name that a cluster, a provider or a person gave: signs that turn or hide what stands around them are shown as codes, and a word of letters from several scripts, which may
/// look like another, has a badge that says so (B-37). Names in attributes go through <see cref="Posture.Model.Names.VisibleText.Of"/>.
/// </summary>
public sealed partial class NameText
{
    [Parameter, EditorRequired]
    public string Text { get; set; } = "";

    private bool IsPlain => Text.AsSpan().IndexOfAnyExceptInRange(' ', '~') < 0;
}
