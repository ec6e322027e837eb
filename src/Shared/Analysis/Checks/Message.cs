using System.Globalization;
using System.Runtime.CompilerServices;

namespace Posture.Analysis.Checks;

/// <summary>
/// The message of a place while a check puts it together: a place past the last that is listed costs nothing, and a message that was said of another object is that
/// one again (a handful of container names make tens of thousands of equal sentences).
/// </summary>
[InterpolatedStringHandler]
public ref struct Message
{
    private DefaultInterpolatedStringHandler _text;

    public Message(int literalLength, int formattedCount, Judgement judgement, out bool isListed)
    {
        ArgumentNullException.ThrowIfNull(judgement);
        isListed = judgement.HasRoom;
        if (isListed)
            _text = new(literalLength, formattedCount, CultureInfo.InvariantCulture);
    }

    public void AppendLiteral(string value) => _text.AppendLiteral(value);

    public void AppendFormatted<T>(T value) => _text.AppendFormatted(value);

    public void AppendFormatted(ReadOnlySpan<char> value) => _text.AppendFormatted(value);

    public void AppendFormatted<T>(T value, string? format) => _text.AppendFormatted(value, format);

    /// <summary>The text, as the pool keeps it.</summary>
    internal string Take(TextPool texts)
    {
        var taken = texts.Of(_text.Text);
        _text.Clear();
        return taken;
    }
}
