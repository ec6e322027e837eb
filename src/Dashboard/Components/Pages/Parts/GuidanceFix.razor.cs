using Microsoft.AspNetCore.Components;
using Posture.Analysis.Checks;

namespace Posture.Dashboard.Components.Pages.Parts;

/// <summary>How to fix it: words, the manifest before and after, the command that proves it.</summary>
public sealed partial class GuidanceFix
{
    [Parameter, EditorRequired]
    public Guidance Guidance { get; set; } = default!;
}
