using System.Globalization;
using System.Text;

namespace Posture.Collectors.Sources;

/// <summary>Text of a cluster or a file made fit for a message: one line, bounded, without control and direction characters (P-40).</summary>
internal static class PlainText
{
    private const int MaxLength = 120;

    public static string Of(string text)
    {
        var plain = new StringBuilder(Math.Min(text.Length, MaxLength));
        foreach (var rune in text.EnumerateRunes())
        {
            if (plain.Length >= MaxLength)
                return plain.Append('…').ToString();
            plain.Append(Steers(rune) ? "\uFFFD" : rune.ToString());
        }
        return plain.ToString();
    }

    /// <summary>Whether a character is not seen but ends lines, moves a cursor or turns the direction of writing.</summary>
    public static bool Steers(Rune rune) =>
        Rune.GetUnicodeCategory(rune) is UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator;
}
