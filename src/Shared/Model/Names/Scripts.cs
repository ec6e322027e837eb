using System.Numerics;
using System.Text;

namespace Posture.Model.Names;

/// <summary>
/// Tells a word that is put together from letters of several scripts, of which one looks like another (<c>аdmin</c> with a Cyrillic а; B-37). After "highly restrictive" of Unicode
/// Technical Standard 39, section 5.2: Latin may stand with Chinese, Japanese and Korean, with nothing else.
/// </summary>
public static class Scripts
{
    [Flags]
    private enum Script
    {
        None = 0,
        Latin = 1,
        Han = 2,
        Kana = 4,
        Bopomofo = 8,
        Hangul = 16,
        Cyrillic = 32,
        Greek = 64,
        Other = 128,
    }

    private const Script Japanese = Script.Latin | Script.Han | Script.Kana;
    private const Script Chinese = Script.Latin | Script.Han | Script.Bopomofo;
    private const Script Korean = Script.Latin | Script.Han | Script.Hangul;

    /// <summary>First and last code point of a run of letters, in order (Unicode 17, Scripts.txt). Letters outside of all of them are of one more script: two of those are not told apart.</summary>
    private static readonly (int First, int Last, Script Script)[] Runs =
    [
        (0x0041, 0x02E4, Script.Latin), (0x0370, 0x03E1, Script.Greek), (0x03F0, 0x03FF, Script.Greek), (0x0400, 0x052F, Script.Cyrillic), (0x1100, 0x11FF, Script.Hangul),
        (0x1C80, 0x1C8F, Script.Cyrillic), (0x1D00, 0x1D25, Script.Latin), (0x1D26, 0x1D2A, Script.Greek), (0x1D2B, 0x1D2B, Script.Cyrillic), (0x1D2C, 0x1DBF, Script.Latin),
        (0x1E00, 0x1EFF, Script.Latin), (0x1F00, 0x1FFF, Script.Greek), (0x2071, 0x209C, Script.Latin), (0x2126, 0x2126, Script.Greek), (0x212A, 0x2188, Script.Latin),
        (0x2C60, 0x2C7F, Script.Latin), (0x2DE0, 0x2DFF, Script.Cyrillic), (0x2E80, 0x2FD5, Script.Han), (0x3005, 0x3007, Script.Han), (0x3021, 0x3029, Script.Han),
        (0x3038, 0x303B, Script.Han), (0x3041, 0x30FF, Script.Kana), (0x3105, 0x312F, Script.Bopomofo), (0x3131, 0x318E, Script.Hangul), (0x31A0, 0x31BF, Script.Bopomofo),
        (0x31F0, 0x31FF, Script.Kana), (0x3400, 0x9FFF, Script.Han), (0xA640, 0xA69F, Script.Cyrillic), (0xA722, 0xA7FF, Script.Latin), (0xA960, 0xA97C, Script.Hangul),
        (0xAB30, 0xAB64, Script.Latin), (0xAB65, 0xAB65, Script.Greek), (0xAC00, 0xD7FB, Script.Hangul), (0xF900, 0xFAD9, Script.Han), (0xFB00, 0xFB06, Script.Latin),
        (0xFF21, 0xFF5A, Script.Latin), (0xFF66, 0xFF9D, Script.Kana), (0xFFA1, 0xFFDC, Script.Hangul), (0x20000, 0x323AF, Script.Han),
    ];

    /// <summary>Whether a word of the text (what stands between white space) has letters of scripts that are not written together.</summary>
    public static bool IsMixed(string text)
    {
        if (Ascii.IsValid(text))
            return false;
        var found = Script.None;
        foreach (var rune in text.EnumerateRunes())
        {
            if (Rune.IsWhiteSpace(rune))
                found = Script.None;
            else if (Rune.IsLetter(rune) && !IsWrittenTogether(found |= Of(rune.Value)))
                return true;
        }
        return false;
    }

    private static bool IsWrittenTogether(Script found) => BitOperations.IsPow2((int)found) || Japanese.HasFlag(found) || Chinese.HasFlag(found) || Korean.HasFlag(found);

    private static Script Of(int value)
    {
        var (low, high) = (0, Runs.Length - 1);
        while (low <= high)
        {
            var middle = (low + high) / 2;
            if (value < Runs[middle].First)
                high = middle - 1;
            else if (value > Runs[middle].Last)
                low = middle + 1;
            else
                return Runs[middle].Script;
        }
        return Script.Other;
    }
}
