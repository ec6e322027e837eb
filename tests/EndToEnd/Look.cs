namespace Posture.EndToEnd;

/// <summary>How a session sees the pages.</summary>
/// <param name="Width">Width of the window in CSS pixels.</param>
/// <param name="Dark">Whether the system prefers dark.</param>
/// <param name="Language">Language that the browser asks for.</param>
internal sealed record Look(int Width, bool Dark, string Language)
{
    public static readonly Look Plain = new(1440, false, "en");
}
