namespace Posture.Analysis.Indexes;

/// <summary>
/// Calico's selector language: <c>all()</c>, <c>global()</c>, <c>has(k)</c>, <c>k == 'v'</c>, <c>k != 'v'</c>, <c>k in {'a','b'}</c>, <c>k not in {…}</c>,
/// <c>k contains | starts with | ends with 'v'</c>, joined by <c>!</c>, <c>&amp;&amp;</c>, <c>||</c> and parentheses. Depth and length are bounded.
/// </summary>
internal sealed class CalicoSelector
{
    private const int MaxLength = 4096;
    private const int MaxDepth = 50;

    private readonly string _text;
    private readonly Func<Func<string, string?>, bool> _matches;
    private int _at;
    private int _depth;

    private CalicoSelector(string text)
    {
        _text = text;
        _matches = Either();
        Space();
        if (_at < _text.Length)
            throw new FormatException();
    }

    /// <summary>Labels the selector looks at.</summary>
    public HashSet<string> Keys { get; } = new(StringComparer.Ordinal);

    /// <summary>The selector, or null when the text is none.</summary>
    public static CalicoSelector? Parse(string text)
    {
        if (text.Length > MaxLength)
            return null;
        try
        {
            return new(text.AsSpan().Trim().IsEmpty ? "all()" : text);
        }
        catch (FormatException)
        {
            return null;
        }
    }

    public bool Matches(Func<string, string?> label) => _matches(label);

    private Func<Func<string, string?>, bool> Either()
    {
        if (++_depth > MaxDepth)
            throw new FormatException();
        var left = Both();
        while (Take("||"))
        {
            var (before, right) = (left, Both());
            left = label => before(label) || right(label);
        }
        _depth--;
        return left;
    }

    private Func<Func<string, string?>, bool> Both()
    {
        var left = Term();
        while (Take("&&"))
        {
            var (before, right) = (left, Term());
            left = label => before(label) && right(label);
        }
        return left;
    }

    private Func<Func<string, string?>, bool> Term()
    {
        var negated = false;
        while (Take("!"))
            negated = !negated;
        var term = Take("(") ? Closed(Either()) : Comparison();
        return negated ? label => !term(label) : term;
    }

    private Func<Func<string, string?>, bool> Closed(Func<Func<string, string?>, bool> inner)
    {
        Expect(")");
        return inner;
    }

    private Func<Func<string, string?>, bool> Comparison()
    {
        if (Take("all()"))
            return _ => true;
        if (Take("global()"))
            return _ => false; // a pod is never global
        if (Take("has("))
        {
            var held = Key();
            Expect(")");
            return label => label(held) is not null;
        }
        var key = Key();
        if (Take("=="))
            return Compare(key, (held, value) => held == value);
        if (Take("!="))
            return Compare(key, (held, value) => held != value);
        if (Take("contains"))
            return Compare(key, (held, value) => held?.Contains(value, StringComparison.Ordinal) == true);
        if (Take("starts") && Take("with"))
            return Compare(key, (held, value) => held?.StartsWith(value, StringComparison.Ordinal) == true);
        if (Take("ends") && Take("with"))
            return Compare(key, (held, value) => held?.EndsWith(value, StringComparison.Ordinal) == true);
        var without = Take("not");
        Expect("in");
        var values = Values();
        return without ? label => label(key) is not { } held || !values.Contains(held) : label => label(key) is { } held && values.Contains(held);
    }

    private Func<Func<string, string?>, bool> Compare(string key, Func<string?, string, bool> holds)
    {
        var value = Quoted();
        return label => holds(label(key), value);
    }

    private HashSet<string> Values()
    {
        var values = new HashSet<string>(StringComparer.Ordinal);
        Expect("{");
        if (Take("}"))
            return values;
        do
            values.Add(Quoted());
        while (Take(","));
        Expect("}");
        return values;
    }

    private string Key()
    {
        Space();
        var start = _at;
        while (_at < _text.Length && (char.IsAsciiLetterOrDigit(_text[_at]) || _text[_at] is '-' or '_' or '.' or '/'))
            _at++;
        if (start == _at)
            throw new FormatException();
        Keys.Add(_text[start.._at]);
        return _text[start.._at];
    }

    private string Quoted()
    {
        Space();
        if (_at >= _text.Length || _text[_at] is not ('\'' or '"') || _text.IndexOf(_text[_at], _at + 1) is not (> 0 and var end))
            throw new FormatException();
        var value = _text[(_at + 1)..end];
        _at = end + 1;
        return value;
    }

    private void Expect(string token)
    {
        if (!Take(token))
            throw new FormatException();
    }

    private bool Take(string token)
    {
        Space();
        if (string.CompareOrdinal(_text, _at, token, 0, token.Length) != 0)
            return false;
        _at += token.Length;
        return true;
    }

    private void Space()
    {
        while (_at < _text.Length && char.IsWhiteSpace(_text[_at]))
            _at++;
    }
}
