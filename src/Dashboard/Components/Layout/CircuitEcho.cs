using Microsoft.JSInterop;

namespace Posture.Dashboard.Components.Layout;

/// <summary>Answers the page's heartbeat, so that it can tell a dead circuit from a quiet one.</summary>
public static class CircuitEcho
{
    [JSInvokable("Echo")]
    public static bool Echo() => true;
}
