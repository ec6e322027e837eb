using Microsoft.AspNetCore.Components;

namespace Posture.Dashboard.Components.Controls;

/// <summary>Text in fixed width with a copy button. Always plain text: it may come from a cluster.</summary>
public sealed partial class CodeBlock
{
    private readonly string _id = "code-" + Guid.CreateVersion7().ToString("N");

    [Parameter, EditorRequired]
    public string Code { get; set; } = "";

    /// <summary>Name of the region, for example "Manifest".</summary>
    [Parameter, EditorRequired]
    public string Label { get; set; } = "";

    /// <summary>What the copy button copies: "patch".</summary>
    [Parameter]
    public string? CopyLabel { get; set; }
}
