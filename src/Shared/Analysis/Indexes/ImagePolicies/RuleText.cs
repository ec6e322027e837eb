using System.Text.Json;

namespace Posture.Analysis.Indexes.ImagePolicies;

/// <summary>Reads from the text of a rule whether it limits where images come from: a heuristic, as expressions are not evaluated.</summary>
internal static class RuleText
{
    private static readonly string[] AboutTags = ["latest", "sha256", "digest"];

    private static readonly string[] AboutSources = ["registr", "startsWith", "repo"];

    /// <summary>
    /// It names the field image, images or imageData (imagePullPolicy and the like do not count), and is not about tags or digests alone.
    /// </summary>
    public static bool LimitsSources(string text) =>
        NamesImage(text)
        && (Has(text, AboutSources) || HasHost(text) || !Has(text, AboutTags));

    /// <summary>A Kyverno pattern such as <c>registry.example.com/*</c>; <c>*:*</c>, <c>!*:latest</c> and <c>*@sha256:*</c> limit no source.</summary>
    public static bool PatternLimitsSources(string pattern) =>
        Alternatives(pattern).All(part => part.Length > 0 && part[0] is not ('!' or ':' or '@')
            && (part[0] is not ('*' or '?') || part.Contains('/', StringComparison.Ordinal)));

    /// <summary>The parts of a Kyverno pattern such as <c>a/* | b/*</c>.</summary>
    public static string[] Alternatives(string pattern) => pattern.Split(['|', '&'], StringSplitOptions.TrimEntries);

    /// <summary>Values of the field <c>image</c> anywhere below, with the place of each.</summary>
    public static IEnumerable<(string Path, string Pattern)> ImagePatterns(JsonElement? element, string path)
    {
        if (element is { ValueKind: JsonValueKind.Array } list)
        {
            var i = 0;
            foreach (var item in list.EnumerateArray())
                foreach (var found in ImagePatterns(item, $"{path}[{i++}]"))
                    yield return found;
        }
        else if (element is { ValueKind: JsonValueKind.Object } held)
        {
            foreach (var field in held.EnumerateObject())
            {
                var at = $"{path}.{field.Name}";
                if (field.Name.Trim('(', ')', '=', '^', '<', '+', 'X') == "image" && field.Value.ValueKind == JsonValueKind.String)
                    yield return (at, field.Value.GetString()!);
                else
                    foreach (var found in ImagePatterns(field.Value, at))
                        yield return found;
            }
        }
    }

    private static bool Has(string text, string[] words)
    {
        foreach (var word in words)
            if (text.Contains(word, StringComparison.Ordinal))
                return true;
        return false;
    }

    private static bool NamesImage(string text)
    {
        for (var at = text.IndexOf("image", StringComparison.Ordinal); at >= 0; at = text.IndexOf("image", at + 1, StringComparison.Ordinal))
        {
            var rest = text.AsSpan(at + "image".Length);
            if (rest.StartsWith("Data", StringComparison.Ordinal))
                rest = rest["Data".Length..];
            else if (rest.StartsWith("s", StringComparison.Ordinal))
                rest = rest[1..];
            if ((at == 0 || !IsWord(text[at - 1])) && (rest.IsEmpty || !IsWord(rest[0])))
                return true;
        }
        return false;
    }

    /// <summary>Something like <c>registry.example.com/</c>.</summary>
    private static bool HasHost(string text)
    {
        for (var slash = text.IndexOf('/', StringComparison.Ordinal); slash >= 0; slash = text.IndexOf('/', slash + 1))
        {
            var start = slash;
            while (start > 0 && (IsWord(text[start - 1]) || text[start - 1] is '.' or '-' or ':'))
                start--;
            if (text.AsSpan(start, slash - start).Contains('.'))
                return true;
        }
        return false;
    }

    private static bool IsWord(char c) => char.IsAsciiLetterOrDigit(c) || c == '_';
}
