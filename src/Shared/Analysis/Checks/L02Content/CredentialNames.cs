using System.Buffers;
using System.Collections.Frozen;
using Posture.Analysis.Policy;
using Posture.Model.Inventory;

namespace Posture.Analysis.Checks.L02Content;

/// <summary>Decides from a name and the trace of its value whether a credential stands there.</summary>
internal static class CredentialNames
{
    /// <summary>Numbers shorter than this are counts and times, unless the name says password.</summary>
    private const int MinNumber = 6;

    /// <summary>Counts as the last word only: DB_PASS holds a password, COMPASS and PASS_THROUGH do not.</summary>
    private const string Short = "pass";

    private static readonly SearchValues<char> Separators = SearchValues.Create("_-. /");

    /// <summary>A name that ends in one of these tells about a credential and does not hold it: SECRET_NAME, TOKEN_TTL.</summary>
    private static readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> About = FrozenSet.Create(StringComparer.OrdinalIgnoreCase,
        "name", "names", "namespace", "file", "files", "filename", "path", "dir", "directory", "url", "uri", "endpoint", "host", "port", "ttl", "expiry",
        "expiration", "expires", "timeout", "interval", "length", "size", "count", "limit", "max", "min", "type", "algorithm", "issuer", "audience", "prefix",
        "suffix", "header", "enabled", "disabled", "policy", "provider", "ref", "version", "mode", "format").GetAlternateLookup<ReadOnlySpan<char>>();

    /// <summary>
    /// Whether name and value together are a credential. Guarded: where names of objects are usual values (flags), only passwords count without a generated value.
    /// </summary>
    public static bool Holds(ReadOnlySpan<char> name, ValueTrace value, PosturePolicy policy, bool guarded)
    {
        if (value.Shape is not (ValueShape.Number or ValueShape.Plain or ValueShape.Random) || About.Contains(LastWord(name)))
            return false;
        for (var i = 0; i < policy.CredentialNames.Count; i++)
            if (Has(name, policy.CredentialNames[i]) && IsEnough(policy.CredentialNames[i], value, guarded))
                return true;
        for (var i = 0; value.Shape == ValueShape.Random && i < policy.NoisyCredentialNames.Count; i++)
            if (Has(name, policy.NoisyCredentialNames[i]))
                return true;
        return false;
    }

    private static bool IsEnough(string entry, ValueTrace value, bool guarded)
    {
        if (value is { Shape: ValueShape.Number, Length: 1 })
            return false; // a switch: MYSQL_ALLOW_EMPTY_PASSWORD is 1
        var password = entry.StartsWith("pass", StringComparison.OrdinalIgnoreCase) || entry.Equals("pwd", StringComparison.OrdinalIgnoreCase);
        return password || value.Shape == ValueShape.Random || (!guarded && (value.Shape == ValueShape.Plain || value.Length >= MinNumber));
    }

    private static bool Has(ReadOnlySpan<char> name, string entry)
    {
        if (entry.Contains('_', StringComparison.Ordinal))
            return name.Contains(entry, StringComparison.OrdinalIgnoreCase);
        if (entry.Equals(Short, StringComparison.OrdinalIgnoreCase))
            return LastWord(name).TrimEnd("0123456789").Equals(entry, StringComparison.OrdinalIgnoreCase);
        for (var from = 0; name[from..].IndexOf(entry, StringComparison.OrdinalIgnoreCase) is var at and >= 0; from += at + 1)
            if (EndsWord(name, from + at + entry.Length))
                return true;
        return false;
    }

    /// <summary>Whether a word ends at a position: the name ends, a separator, a digit or a capital follows; a plural s is skipped.</summary>
    private static bool EndsWord(ReadOnlySpan<char> name, int at)
    {
        if (at < name.Length && name[at] is 's' or 'S')
            at++;
        return at >= name.Length || Separators.Contains(name[at]) || char.IsAsciiDigit(name[at]) || (char.IsAsciiLetterUpper(name[at]) && char.IsAsciiLetterLower(name[at - 1]));
    }

    private static ReadOnlySpan<char> LastWord(ReadOnlySpan<char> name)
    {
        var word = name[(name.LastIndexOfAny(Separators) + 1)..];
        for (var i = word.Length - 1; i > 0; i--)
            if (char.IsAsciiLetterUpper(word[i]) && char.IsAsciiLetterLower(word[i - 1]))
                return word[i..];
        return word;
    }
}
