using Microsoft.AspNetCore.Components;
using Posture.Dashboard.Identity;

namespace Posture.Dashboard.Components.Account;

/// <summary>Asks the browser for a passkey (<c>passkey.js</c>) and sends the form that it stands in with the answer, in <c>Form.Passkey</c> and <c>Form.Credential</c>.</summary>
public sealed partial class PasskeyButton
{
    /// <summary>What the browser is asked.</summary>
    [Parameter, EditorRequired]
    public PasskeyRequest Request { get; set; } = default!;

    /// <summary>Whether a new passkey is made.</summary>
    [Parameter]
    public bool IsNew { get; set; }
}
