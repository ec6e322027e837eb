namespace Posture.Analysis.Checks;

/// <summary>
/// Texts of findings, each kept once. Bounded by more than the findings of 100,000 objects say (they hold the texts anyway): past it the memory starts anew.
/// </summary>
internal sealed class TextPool(int maxLength)
{
    private const int MaxKept = 65_536;

    private readonly HashSet<string> _texts = new(StringComparer.Ordinal);

    /// <summary>The text that reads so, cut where it is too long.</summary>
    public string Of(ReadOnlySpan<char> text)
    {
        if (text.Length > maxLength)
            return string.Concat(text[..(maxLength - 1)], "…");
        var texts = _texts.GetAlternateLookup<ReadOnlySpan<char>>();
        if (texts.TryGetValue(text, out var known))
            return known;
        if (_texts.Count >= MaxKept)
            _texts.Clear();
        var made = text.ToString();
        _texts.Add(made);
        return made;
    }
}
