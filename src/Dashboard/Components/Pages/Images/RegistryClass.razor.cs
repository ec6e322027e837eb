using Microsoft.AspNetCore.Components;

namespace Posture.Dashboard.Components.Pages.Images;

/// <summary>What the policy calls a registry, in words.</summary>
public sealed partial class RegistryClass
{
    /// <summary>Words of <c>ImageStanding.Classes</c>; the empty text where nobody asked the policy.</summary>
    [Parameter, EditorRequired]
    public IReadOnlyList<string> Names { get; set; } = [];
}
