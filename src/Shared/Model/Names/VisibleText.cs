using System.Globalization;
using System.Text;

namespace Posture.Model.Names;

/// <summary>
/// Text of a cluster, a provider or a person, made fit to be shown (P-40, B-37): signs that are not seen but turn, hide, end or move what stands around them are
/// written as their code, <c>\u{202e}</c>. What is stored and compared is always the text as it was given.
/// </summary>
public static class VisibleText
{
    /// <summary>
    /// The text with the code in place of every such sign: controls, line breaks of any script, format signs (direction, zero width, tags, byte order mark), fillers that
    /// are letters without a shape, and halves of characters. The same text when it has none.
    /// </summary>
    public static string Of(string text) => First(text) < 0 ? text : string.Concat(Parts(text).Select(part => part.Text));

    /// <summary>The parts of which <see cref="Of"/> puts a text together, so that a code can be told from the same signs typed.</summary>
    /// <returns>Each part, and whether it is the code of a sign that is not seen.</returns>
    public static IEnumerable<(string Text, bool IsCode)> Parts(string text)
    {
        var plain = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            if (!IsHidden(rune))
                plain.Append(rune);
            else
            {
                if (plain.Length > 0)
                    yield return (plain.ToString(), false);
                plain.Clear();
                yield return (Code(rune), true);
            }
        }
        if (plain.Length > 0)
            yield return (plain.ToString(), false);
    }

    /// <summary>As <see cref="Of"/>, for text that is laid out in lines and columns: line feeds and tabs stay.</summary>
    public static string OfLines(string text) => First(text) < 0 ? text : string.Join('\n', text.Split('\n').Select(line => string.Join('\t', line.Split('\t').Select(Of))));

    /// <summary>A text of JSON, laid out, that reads as the same values: such signs can only stand in its strings, where an escape means the same.</summary>
    public static string OfJson(string json) => First(json) < 0 ? json : string.Concat(json.EnumerateRunes().Select(
        rune => rune.Value is '\n' or '\r' or '\t' || !IsHidden(rune) ? rune.ToString() : string.Concat(rune.ToString().Select(half => string.Create(CultureInfo.InvariantCulture, $"\\u{(int)half:x4}")))));

    /// <summary>What a sign is written as.</summary>
    private static string Code(Rune rune) => rune.Value switch
    {
        '\n' => "\\n",
        '\r' => "\\r",
        var value => string.Create(CultureInfo.InvariantCulture, $"\\u{{{value:x}}}"),
    };

    /// <summary>Whether a sign is not seen, but changes how others are seen or where a line ends.</summary>
    public static bool IsHidden(Rune rune) =>
        Rune.GetUnicodeCategory(rune) is UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator
        // Letters and marks by their category, without a shape (Default_Ignorable_Code_Point): Hangul fillers, the grapheme joiner, Khmer's inherent vowels, variation selectors.
        || rune.Value is 0x034F or 0x115F or 0x1160 or 0x17B4 or 0x17B5 or 0x3164 or 0xFFA0 or (>= 0x180B and <= 0x180F) or (>= 0xFE00 and <= 0xFE0E) or (>= 0xE0100 and <= 0xE01EF);

    private static int First(string text)
    {
        // Nearly every name is printable ASCII, which is told in one pass over vectors.
        var at = text.AsSpan().IndexOfAnyExceptInRange(' ', '~');
        while (at >= 0 && at < text.Length)
        {
            if (Rune.DecodeFromUtf16(text.AsSpan(at), out var rune, out var used) != System.Buffers.OperationStatus.Done || IsHidden(rune))
                return at;
            at += used;
        }
        return -1;
    }
}
