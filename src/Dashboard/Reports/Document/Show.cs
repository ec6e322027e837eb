using System.Globalization;
using Posture.Model.Scoring;

namespace Posture.Dashboard.Reports.Document;

/// <summary>Times and numbers of a document, in its language.</summary>
internal static class Show
{
    public static string Time(DateTimeOffset? time) => time?.UtcDateTime.ToString("yyyy-MM-dd HH:mm 'UTC'", CultureInfo.InvariantCulture) ?? "—";

    public static string Seconds(DateTimeOffset? time) => time?.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss 'UTC'", CultureInfo.InvariantCulture) ?? "—";

    public static string Day(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    public static string Count(int? count) => count?.ToString("N0", CultureInfo.CurrentCulture) ?? "—";

    public static string Score(double? value) => value is { } given ? $"{ScoreBands.Rounded(given)} {ScoreBands.Letter(given)}" : "—";
}
