using System.Globalization;
using System.Text.RegularExpressions;

namespace Posture.Collectors.Registries;

/// <summary>Tags of one line of versions: <c>1.27.3-alpine</c> is followed by <c>1.27.4-alpine</c>, not by 1.28.0, 1.27.4 or 1.27.4-bookworm.</summary>
internal static partial class TagLine
{
    /// <summary>The newest tag of the line, which may be the tag itself. A tag that is no whole version (<c>1.27</c>, <c>stable</c>) is a line by itself: what it names changes.</summary>
    public static string NewestOf(string tag, IReadOnlyList<string> tags)
    {
        if (Version().Match(tag) is not { Success: true } own)
            return tag;
        var (newest, patch) = (tag, PatchOf(own));
        foreach (var other in tags)
            if (Version().Match(other) is { Success: true } match && LineOf(match) == LineOf(own) && PatchOf(match) > patch)
                (newest, patch) = (other, PatchOf(match));
        return newest;
    }

    private static (string, string) LineOf(Match match) => (match.Groups["line"].Value, match.Groups["rest"].Value);

    private static int PatchOf(Match match) => int.Parse(match.Groups["patch"].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"^(?<line>v?[0-9]{1,9}\.[0-9]{1,9})\.(?<patch>[0-9]{1,9})(?<rest>([-+_][^\n]*)?)\z", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Version();
}
