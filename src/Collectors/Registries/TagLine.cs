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

    /// <summary>
    /// The name of a tag's line: <c>1.27.3-alpine</c> and <c>1.27-alpine</c>, which names the newest of it, are both <c>1.27-alpine</c>. A tag that is no version is a line by itself.
    /// </summary>
    public static string NameOf(string tag) => Version().Match(tag) is { Success: true } own ? own.Groups["line"].Value + own.Groups["rest"].Value : tag;

    /// <summary>The newest tag of a line by its name; the name itself where no whole version follows it.</summary>
    public static string NewestOfLine(string line, IReadOnlyList<string> tags)
    {
        var newest = (Tag: line, Patch: -1);
        foreach (var other in tags)
            if (Version().Match(other) is { Success: true } match && match.Groups["line"].Value + match.Groups["rest"].Value == line && PatchOf(match) > newest.Patch)
                newest = (other, PatchOf(match));
        return newest.Tag;
    }

    /// <summary>How exactly a tag names an image: a whole version most, <c>latest</c> least.</summary>
    public static int ExactnessOf(string tag) => Version().IsMatch(tag) ? 3 : tag == "latest" ? 0 : Number().IsMatch(tag) ? 2 : 1;

    /// <summary>The versions among tags, the newest first, at most so many.</summary>
    public static IReadOnlyList<string> NewestVersions(IReadOnlyList<string> tags, int most) =>
    [
        .. tags.Select(tag => (Tag: tag, Match: Number().Match(tag))).Where(one => one.Match.Success)
            .OrderByDescending(one => one.Match.Groups["numbers"].Value, VersionOrder).ThenBy(one => one.Tag.Length).ThenBy(one => one.Tag, StringComparer.Ordinal).Take(most).Select(one => one.Tag),
    ];

    private static readonly Comparer<string> VersionOrder = Comparer<string>.Create((left, right) =>
    {
        var (first, second) = (left.Split('.'), right.Split('.'));
        for (var i = 0; i < Math.Min(first.Length, second.Length); i++)
            if (int.Parse(first[i], NumberStyles.None, CultureInfo.InvariantCulture).CompareTo(int.Parse(second[i], NumberStyles.None, CultureInfo.InvariantCulture)) is var order and not 0)
                return order;
        return first.Length.CompareTo(second.Length);
    });

    private static (string, string) LineOf(Match match) => (match.Groups["line"].Value, match.Groups["rest"].Value);

    private static int PatchOf(Match match) => int.Parse(match.Groups["patch"].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"^(?<line>v?[0-9]{1,9}\.[0-9]{1,9})\.(?<patch>[0-9]{1,9})(?<rest>([-+_][^\n]*)?)\z", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Version();

    [GeneratedRegex(@"^v?(?<numbers>[0-9]{1,9}(\.[0-9]{1,9}){0,4})([-+_][^\n]*)?\z", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Number();
}
