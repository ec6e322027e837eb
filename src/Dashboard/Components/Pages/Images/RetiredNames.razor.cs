using Microsoft.AspNetCore.Components;

namespace Posture.Dashboard.Components.Pages.Images;

/// <summary>Registries or repositories that are frozen, shut or moved, since when, and what follows them.</summary>
public sealed partial class RetiredNames
{
    [Parameter, EditorRequired]
    public IReadOnlyList<string> Names { get; set; } = [];

    /// <summary>What follows them.</summary>
    [Parameter, EditorRequired]
    public IReadOnlyList<string> Successors { get; set; } = [];

    /// <summary>How many further repositories are concerned.</summary>
    [Parameter]
    public int More { get; set; }
}
