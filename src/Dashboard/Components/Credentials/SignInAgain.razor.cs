using Microsoft.AspNetCore.Components;

namespace Posture.Dashboard.Components.Credentials;

/// <summary>Says that a change needs a fresh sign-in, and leads there and back.</summary>
public sealed partial class SignInAgain
{
    /// <summary>Where to come back to.</summary>
    [Parameter, EditorRequired]
    public string ReturnUrl { get; set; } = default!;

    /// <summary>Replaces what is said of the own credentials.</summary>
    [Parameter]
    public string? Text { get; set; }
}
