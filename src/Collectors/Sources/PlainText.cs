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
            plain.Append(Rune.GetUnicodeCategory(rune) is System.Globalization.UnicodeCategory.Control or System.Globalization.UnicodeCategory.Format
                or System.Globalization.UnicodeCategory.LineSeparator or System.Globalization.UnicodeCategory.ParagraphSeparator ? "\uFFFD" : rune.ToString());
        }
        return plain.ToString();
    }
}
