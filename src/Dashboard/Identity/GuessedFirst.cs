using System.Collections.Frozen;

namespace Posture.Dashboard.Identity;

/// <summary>
/// Whether a password is among those that are tried first: known from breaches, or made of words of the person and the product and of few pieces that anybody
/// would try: known passwords, short numbers, single signs. A run or a repetition adds nothing. No rule asks for kinds of characters.
/// </summary>
internal static class GuessedFirst
{
    /// <summary>With this many pieces or fewer, a password is guessed: ten thousand at three places are a million million tries, a day's work for one machine.</summary>
    private const int FewPieces = 3;

    private const int ShortestKnown = 4;

    private const int ShortestOwn = 3;

    /// <summary>A number up to here is one of ten thousand, as a known password is.</summary>
    private const int Digits = 4;

    /// <summary>A unit that is repeated to fill the length must be longer than this.</summary>
    private const int ShortUnit = 8;

    /// <summary>What is judged of a long one: enough to tell.</summary>
    private const int Judged = 64;

    private static readonly FrozenSet<string> Known = Read();

    /// <summary>Tells it of a password.</summary>
    /// <param name="password">As typed.</param>
    /// <param name="own">Words of the person and the product.</param>
    public static bool Contains(string password, IEnumerable<string> own)
    {
        var plain = (password.Length > Judged ? password[..Judged] : password).ToLowerInvariant();
        var unit = UnitOf(plain);
        if (unit.Length < plain.Length && unit.Length < ShortUnit)
            return true;
        var words = own.Select(word => word.ToLowerInvariant()).Where(word => word.Length >= ShortestOwn).ToHashSet(StringComparer.Ordinal);
        return Pieces(unit, words) <= FewPieces || Pieces(string.Concat(unit.Select(Letter)), words) <= FewPieces;
    }

    /// <summary>Fewest pieces that make up the text. Own words count nothing, nor does a sign that repeats or counts on from the one before.</summary>
    private static int Pieces(string text, HashSet<string> own)
    {
        var least = new int[text.Length + 1];
        for (var end = 1; end <= text.Length; end++)
        {
            least[end] = least[end - 1] + (end > 1 && Math.Abs(text[end - 1] - text[end - 2]) <= 1 ? 0 : 1);
            for (var start = 0; start < end - 1; start++)
            {
                if (least[start] < least[end] && CostOf(text[start..end], own) is { } cost)
                    least[end] = Math.Min(least[end], least[start] + cost);
            }
        }
        return least[text.Length];
    }

    private static int? CostOf(string piece, HashSet<string> own) =>
        own.Contains(piece) ? 0
        : piece.Length >= ShortestKnown && Known.Contains(piece) ? 1
        : piece.Length <= Digits && piece.All(char.IsAsciiDigit) ? 1
        : null;

    /// <summary>The shortest text of which this one is a repetition; itself when it is none.</summary>
    private static string UnitOf(string text) => text[..Math.Max(1, (text + text).IndexOf(text, 1, StringComparison.Ordinal))];

    /// <summary>The letter for which a sign often stands.</summary>
    private static char Letter(char sign) => sign switch
    {
        '0' => 'o',
        '1' or '!' => 'i',
        '3' => 'e',
        '4' or '@' => 'a',
        '5' or '$' => 's',
        '7' => 't',
        _ => sign,
    };

    private static FrozenSet<string> Read()
    {
        using var reader = new StreamReader(typeof(GuessedFirst).Assembly.GetManifestResourceStream("guessed-first.txt")!);
        return reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries).Where(line => line[0] != '#').ToFrozenSet(StringComparer.Ordinal);
    }
}
