using System.Buffers;

namespace Posture.Model.Inventory;

/// <summary>
/// What remains of a value that must not be kept: whether it looks like a credential, its shape and its length in characters. Enough to judge, too little to leak.
/// </summary>
public readonly record struct ValueTrace(CredentialKind Credential, ValueShape Shape, int Length)
{
    /// <summary>Shortest value that may count as random: below it words and version names have the same entropy.</summary>
    private const int MinRandom = 20;

    /// <summary>Bits a character from which a text of letters and digits is taken for generated.</summary>
    private const double MinEntropy = 3.0;

    private static readonly SearchValues<char> Blank = SearchValues.Create(" \t\r\n");

    private static readonly SearchValues<char> NumberCharacters = SearchValues.Create("0123456789.,:+-");

    public static ValueTrace Of(ReadOnlySpan<char> value) => new(CredentialPatterns.Find(value), ShapeOf(value.Trim()), value.Length);

    private static ValueShape ShapeOf(ReadOnlySpan<char> value)
    {
        if (value.IsEmpty || value is "{}" or "[]" or "null" or "none")
            return ValueShape.Empty;
        if (value.Contains('\n'))
            return ValueShape.Text;
        if (IsFlag(value))
            return ValueShape.Flag;
        if (IsReference(value))
            return ValueShape.Reference;
        if (IsNumber(value))
            return ValueShape.Number;
        if (value.ContainsAny(Blank))
            return ValueShape.Plain;
        if (value[0] is '/' || value.StartsWith("./") || value.StartsWith("../") || value.StartsWith("~/") || value.StartsWith("file:"))
            return ValueShape.Path;
        return IsRandom(value) ? ValueShape.Random : ValueShape.Plain;
    }

    private static bool IsFlag(ReadOnlySpan<char> value) =>
        value.Equals("true", StringComparison.OrdinalIgnoreCase) || value.Equals("false", StringComparison.OrdinalIgnoreCase)
        || value.Equals("yes", StringComparison.OrdinalIgnoreCase) || value.Equals("no", StringComparison.OrdinalIgnoreCase);

    /// <summary>A whole value that stands for another one: $(NAME), ${NAME}, {{ name }} or &lt;name&gt;.</summary>
    private static bool IsReference(ReadOnlySpan<char> value) =>
        (value.StartsWith("$(") && value.EndsWith(")")) || (value.StartsWith("${") && value.EndsWith("}"))
        || (value.StartsWith("{{") && value.EndsWith("}}")) || (value.StartsWith("<") && value.EndsWith(">"));

    /// <summary>A number, or a number with a unit of at most two letters.</summary>
    private static bool IsNumber(ReadOnlySpan<char> value)
    {
        var unit = value.IndexOfAnyExcept(NumberCharacters);
        if (unit < 0)
            return value.ContainsAnyInRange('0', '9');
        return unit > 0 && value.Length - unit <= 2 && char.IsAsciiLetter(value[unit]) && char.IsAsciiLetter(value[^1]);
    }

    private static bool IsRandom(ReadOnlySpan<char> value)
    {
        if (value.Length < MinRandom || !value.ContainsAnyInRange('0', '9'))
            return false;
        Span<int> counts = stackalloc int[128];
        counts.Clear();
        foreach (var character in value)
            if (character < 128)
                counts[character]++;
            else
                return false;
        var bits = 0.0;
        foreach (var count in counts)
            if (count > 0)
                bits -= (double)count / value.Length * Math.Log2((double)count / value.Length);
        return bits >= MinEntropy;
    }
}

/// <summary>The outer form of a value.</summary>
public enum ValueShape
{
    /// <summary>Nothing, or a word for nothing.</summary>
    Empty = 0,
    /// <summary>Yes or no.</summary>
    Flag = 1,
    /// <summary>A number, with a unit or not.</summary>
    Number = 2,
    /// <summary>Only a file path.</summary>
    Path = 3,
    /// <summary>Stands for another value.</summary>
    Reference = 4,
    /// <summary>Several lines: a file.</summary>
    Text = 5,
    /// <summary>Anything else.</summary>
    Plain = 6,
    /// <summary>One long word of letters and digits that nobody would choose.</summary>
    Random = 7,
}
