using Microsoft.AspNetCore.Components;

namespace Posture.Dashboard.Components.Pages.Programs;

/// <summary>What was made, to be copied. It is on this page only, and once.</summary>
public sealed partial class SecretShown
{
    /// <summary>What to do with it.</summary>
    [Parameter, EditorRequired]
    public string Text { get; set; } = "";

    /// <summary>Names and values.</summary>
    [Parameter, EditorRequired]
    public IReadOnlyList<(string Name, string Value)> Values { get; set; } = [];
}
