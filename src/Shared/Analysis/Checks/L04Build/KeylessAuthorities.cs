using System.Text.Json;
using System.Text.RegularExpressions;
using Posture.Analysis.Indexes;

namespace Posture.Analysis.Checks.L04Build;

/// <summary>Keyless authorities of a verification policy, and whether an identity in one stands for anybody.</summary>
internal static class KeylessAuthorities
{
    private const int MaxExpression = 500;

    /// <summary>Who could not be meant by an identity that is pinned; an expression that takes all of them takes everybody.</summary>
    private static readonly string[] Strangers = ["a", "https://stranger.invalid/x/y@refs/heads/z", "stranger@other.invalid"];

    /// <summary>Every field <c>keyless</c> below an element, with its place.</summary>
    public static IEnumerable<(string Path, JsonElement? Keyless)> Of(JsonElement? element, string path)
    {
        if (element is { ValueKind: JsonValueKind.Array } list)
        {
            var i = 0;
            foreach (var item in list.EnumerateArray())
                foreach (var found in Of(item, $"{path}[{i++}]"))
                    yield return found;
        }
        else if (element is { ValueKind: JsonValueKind.Object } held)
        {
            foreach (var field in held.EnumerateObject())
                if (field.Name == "keyless" && field.Value.ValueKind == JsonValueKind.Object)
                    yield return ($"{path}.keyless", field.Value);
                else
                    foreach (var found in Of(field.Value, $"{path}.{field.Name}"))
                        yield return found;
        }
    }

    /// <summary>The value that lets anybody pass: of a field, or "absent"; null when the field is pinned.</summary>
    public static string? Loose(JsonElement? identity, string field)
    {
        var text = identity.Text(field);
        var expression = identity.Text($"{field}RegExp");
        if (string.IsNullOrEmpty(text) && string.IsNullOrEmpty(expression))
            return "absent";
        if (!string.IsNullOrEmpty(text) && text.Trim('*', '?').Length == 0)
            return text;
        return !string.IsNullOrEmpty(expression) && TakesEverybody(expression) ? expression : null;
    }

    private static bool TakesEverybody(string expression)
    {
        if (expression.Length > MaxExpression)
            return false;
        try
        {
            var compiled = new Regex(expression, RegexOptions.NonBacktracking);
            return Array.TrueForAll(Strangers, compiled.IsMatch);
        }
        catch (Exception malformed) when (malformed is ArgumentException or NotSupportedException)
        {
            return false; // the engine refuses it too
        }
    }
}
