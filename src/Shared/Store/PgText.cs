using System.Text;

namespace Posture.Store;

/// <summary>Text as PostgreSQL can hold it. Clusters are hostile: NUL and broken surrogate pairs would make a whole commit fail, so they become U+FFFD.</summary>
internal static class PgText
{
    /// <summary>Longest name that is kept: B-tree entries are bounded, and the API server's own limit is 253.</summary>
    public const int MaxName = 300;

    /// <summary>Longest message that is kept.</summary>
    public const int MaxMessage = 4000;

    /// <summary>Cleaned and cut to <see cref="MaxName"/>. Identity comes from hashes of the uncut text, so a cut never merges two objects.</summary>
    public static string Name(string text) => Clean(text.Length <= MaxName ? text : string.Concat(text.AsSpan(0, MaxName - 1), "…"));

    /// <summary>Cleaned and cut to <see cref="MaxMessage"/>.</summary>
    public static string Message(string text) => Clean(text.Length <= MaxMessage ? text : string.Concat(text.AsSpan(0, MaxMessage - 1), "…"));

    public static string Clean(string text)
    {
        var bad = FirstBad(text, 0);
        if (bad < 0)
            return text;
        var clean = new StringBuilder(text.Length);
        var from = 0;
        for (; bad >= 0; bad = FirstBad(text, from))
        {
            clean.Append(text, from, bad - from).Append('\uFFFD');
            from = bad + 1;
        }
        return clean.Append(text, from, text.Length - from).ToString();
    }

    private static int FirstBad(string text, int from)
    {
        for (var i = from; i < text.Length; i++)
        {
            if (text[i] == '\0')
                return i;
            if (!char.IsSurrogate(text[i]))
                continue;
            if (i + 1 == text.Length || !char.IsSurrogatePair(text[i], text[i + 1]))
                return i;
            i++;
        }
        return -1;
    }
}
