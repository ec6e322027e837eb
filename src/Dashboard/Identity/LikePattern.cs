namespace Posture.Dashboard.Identity;

/// <summary>Text to look for as a pattern of <c>ilike … escape '\'</c>: its own wildcards are signs like others.</summary>
internal static class LikePattern
{
    public static string Of(string text) =>
        "%" + text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("%", "\\%", StringComparison.Ordinal).Replace("_", "\\_", StringComparison.Ordinal) + "%";
}
