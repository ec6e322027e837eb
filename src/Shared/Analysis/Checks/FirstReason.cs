using System.Globalization;
using System.Runtime.CompilerServices;

namespace Posture.Analysis.Checks;

/// <summary>
/// The text of a reason while a check puts it together: of a subject the first reason counts, so the others cost nothing (many images of a cluster lack the same
/// data).
/// </summary>
[InterpolatedStringHandler]
public ref struct FirstReason
{
    private DefaultInterpolatedStringHandler _text;

    public FirstReason(int literalLength, int formattedCount, Judgement judgement, out bool isFirst)
    {
        ArgumentNullException.ThrowIfNull(judgement);
        isFirst = judgement.IsAssessed;
        if (isFirst)
            _text = new(literalLength, formattedCount, CultureInfo.InvariantCulture);
    }

    public void AppendLiteral(string value) => _text.AppendLiteral(value);

    public void AppendFormatted<T>(T value) => _text.AppendFormatted(value);

    public void AppendFormatted<T>(T value, string? format) => _text.AppendFormatted(value, format);

    /// <summary>The text, as the pool keeps it.</summary>
    internal string Take(TextPool texts)
    {
        var taken = texts.Of(_text.Text);
        _text.Clear();
        return taken;
    }
}
