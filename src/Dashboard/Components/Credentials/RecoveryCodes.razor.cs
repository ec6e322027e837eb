using Microsoft.AspNetCore.Components;

namespace Posture.Dashboard.Components.Credentials;

/// <summary>Recovery codes, shown once.</summary>
public sealed partial class RecoveryCodes
{
    /// <summary>The codes.</summary>
    [Parameter, EditorRequired]
    public IReadOnlyList<string> Codes { get; set; } = default!;
}
