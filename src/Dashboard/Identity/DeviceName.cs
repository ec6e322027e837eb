namespace Posture.Dashboard.Identity;

/// <summary>Browser and system of a User-Agent header in two words, enough to tell one's own devices apart. What it says is not proven.</summary>
internal static class DeviceName
{
    // The first mark that is there: later browsers name the earlier ones they resemble.
    private static readonly (string Mark, string Name)[] Browsers =
    [
        ("Edg/", "Edge"), ("EdgA/", "Edge"), ("OPR/", "Opera"), ("SamsungBrowser/", "Samsung Internet"), ("Firefox/", "Firefox"), ("FxiOS/", "Firefox"),
        ("CriOS/", "Chrome"), ("Chrome/", "Chrome"), ("Version/", "Safari"), ("curl/", "curl"),
    ];

    private static readonly (string Mark, string Name)[] Systems =
    [
        ("iPhone", "iPhone"), ("iPad", "iPad"), ("Android", "Android"), ("Windows", "Windows"), ("Macintosh", "macOS"), ("CrOS", "ChromeOS"), ("Linux", "Linux"),
    ];

    /// <summary>For example "Firefox, Linux"; empty when nothing is known.</summary>
    public static string Of(string userAgent) => string.Join(", ", new[] { Named(Browsers, userAgent), Named(Systems, userAgent) }.Where(name => name.Length > 0));

    private static string Named((string Mark, string Name)[] known, string userAgent) =>
        Array.Find(known, item => userAgent.Contains(item.Mark, StringComparison.Ordinal)).Name ?? "";
}
