using System.Text;
using Posture.Model.Names;

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
            plain.Append(VisibleText.IsHidden(rune) ? "\uFFFD" : rune.ToString());
        }
        return plain.ToString();
    }
}
