using System.Globalization;

namespace Posture.Dashboard.Components.Pages;

/// <summary>Times in addresses: ISO-8601 in UTC, or relative to now.</summary>
internal static class PageTime
{
    public static DateTimeOffset? Parse(string text, DateTimeOffset now)
    {
        if (text == "now")
            return now;
        if (text.StartsWith("now-", StringComparison.Ordinal) && text.Length is > 5 and <= 10
            && int.TryParse(text.AsSpan(4, text.Length - 5), NumberStyles.None, CultureInfo.InvariantCulture, out var count) && count <= 100_000)
            return text[^1] switch
            {
                'm' => now.AddMinutes(-count),
                'h' => now.AddHours(-count),
                'd' => now.AddDays(-count),
                _ => null,
            };
        return DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var time) ? time : null;
    }

    /// <summary>The time as an address carries it.</summary>
    public static string Format(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'", CultureInfo.InvariantCulture);

    /// <summary>The time as an input of type datetime-local takes it, in UTC.</summary>
    public static string ForInput(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm", CultureInfo.InvariantCulture);
}
