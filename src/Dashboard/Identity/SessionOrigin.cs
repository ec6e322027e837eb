namespace Posture.Dashboard.Identity;

/// <summary>From where a person signs in.</summary>
/// <param name="Device">What the browser says it is, shortened.</param>
/// <param name="Address">Network address.</param>
internal sealed record SessionOrigin(string Device, string Address)
{
    private const int LongestDevice = 300;

    public static SessionOrigin Of(HttpContext context)
    {
        var device = context.Request.Headers.UserAgent.ToString();
        return new(Clean(device.Length > LongestDevice ? device[..LongestDevice] : device), context.Connection.RemoteIpAddress?.ToString() ?? "");
    }

    // A header's bytes are whatever was sent; a cut may part a character.
    private static string Clean(string text) => string.Concat(text.Where(sign => !char.IsControl(sign) && !char.IsSurrogate(sign)));
}
