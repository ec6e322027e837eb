using System.Buffers;

namespace Posture.Model.Inventory;

/// <summary>Finds credentials that give themselves away by their form, as their issuers document it. Linear in the text and without regular expressions.</summary>
internal static class CredentialPatterns
{
    private const string PrivateKeyHeader = "-----BEGIN ";
    private const string JwtHeader = "eyJ";
    private const string Authority = "://";
    private const string BearerEnd = "earer ";
    private const string BasicEnd = "asic ";
    private const string PasswordEnd = "assword=";
    private const string ShortPasswordEnd = "wd=";

    /// <summary>The issuer's name in base64, in the middle of an older key of OpenAI.</summary>
    private const string OpenAi = "T3BlbkFJ";

    private const int LeastBesideOpenAi = 20;

    private const int AnchorLength = 3;

    private static readonly SearchValues<char> TokenCharacters =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-");

    private static readonly SearchValues<char> BearerCharacters =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-.~+/=");

    private static readonly SearchValues<char> AuthorityEnd = SearchValues.Create("/?# \t\r\n\"'");

    /// <summary>What a form is looked for by: few and short, as the vectorised search takes at most 80 words.</summary>
    private static readonly SearchValues<string> Anchors = SearchValues.Create(
        [
            PrivateKeyHeader, JwtHeader, Authority, BearerEnd, BasicEnd, PasswordEnd, ShortPasswordEnd, OpenAi,
            .. CredentialForms.All.Select(form => form.Start[..Math.Min(form.Start.Length, AnchorLength)]).Distinct(StringComparer.Ordinal),
        ], StringComparison.Ordinal);

    public static CredentialKind Find(ReadOnlySpan<char> text)
    {
        for (var from = 0; from < text.Length;)
        {
            var at = text[from..].IndexOfAny(Anchors);
            if (at < 0)
                break;
            at += from;
            if (At(text, at) is var kind and not CredentialKind.None)
                return kind;
            from = at + 1;
        }
        return CredentialKind.None;
    }

    private static CredentialKind At(ReadOnlySpan<char> text, int at)
    {
        var rest = text[at..];
        if (rest.StartsWith(PrivateKeyHeader))
            return rest[..Math.Min(rest.Length, 50)].Contains("PRIVATE KEY", StringComparison.Ordinal) ? CredentialKind.PrivateKey : CredentialKind.None;
        if (rest.StartsWith(Authority))
            return HasPassword(rest[Authority.Length..]) ? CredentialKind.UrlPassword : CredentialKind.None;
        if (rest.StartsWith(BearerEnd))
            return at > 0 && text[at - 1] is 'B' or 'b' && IsBearer(rest[BearerEnd.Length..]) ? CredentialKind.Bearer : CredentialKind.None;
        if (rest.StartsWith(BasicEnd))
            return at > 0 && text[at - 1] is 'B' or 'b' && IsBasic(rest[BasicEnd.Length..]) ? CredentialKind.UrlPassword : CredentialKind.None;
        if (rest.StartsWith(PasswordEnd))
            return IsSetting(text, at - 1, rest[PasswordEnd.Length..]) ? CredentialKind.UrlPassword : CredentialKind.None;
        if (rest.StartsWith(ShortPasswordEnd))
            return IsSetting(text, at - 1, rest[ShortPasswordEnd.Length..]) ? CredentialKind.UrlPassword : CredentialKind.None;
        if (rest.StartsWith(OpenAi))
            return IsOpenAi(text[..at], rest[OpenAi.Length..]) ? CredentialKind.ServiceToken : CredentialKind.None;
        if (at > 0 && char.IsAsciiLetterOrDigit(text[at - 1]))
            return CredentialKind.None;
        if (rest.StartsWith(JwtHeader) && IsJwt(rest))
            return CredentialKind.Jwt;
        foreach (var form in CredentialForms.All)
            if (form.Holds(rest))
                return form.Kind;
        return CredentialKind.None;
    }

    private static bool IsOpenAi(ReadOnlySpan<char> before, ReadOnlySpan<char> after)
    {
        var start = before.LastIndexOf("sk-");
        return start >= 0 && Run(before[start..], TokenCharacters) == before.Length - start && before.Length - start - 3 >= LeastBesideOpenAi
            && Run(after, TokenCharacters) >= LeastBesideOpenAi;
    }

    /// <summary>One setting among others, as in a connection string (Server=…;Password=…) or behind a URL (?user=…&amp;password=…), with a value that is no reference.</summary>
    private static bool IsSetting(ReadOnlySpan<char> text, int first, ReadOnlySpan<char> value) =>
        first > 0 && text[first] is 'P' or 'p' && text[first - 1] is ';' or '&' or '?'
        && value.Length > 0 && !(char.IsWhiteSpace(value[0]) || value[0] is ';' or '&' or '"' or '\'' or '$' or '{' or '<' or '*' or '%' or '#');

    /// <summary>Base64 of user:password (RFC 7617).</summary>
    private static bool IsBasic(ReadOnlySpan<char> text)
    {
        var length = Run(text, BearerCharacters);
        Span<byte> decoded = stackalloc byte[96];
        if (length is < 8 or > 128 || !Convert.TryFromBase64Chars(text[..length], decoded, out var count))
            return false;
        var colon = decoded[..count].IndexOf((byte)':');
        return colon > 0 && colon < count - 1 && !decoded[..count].ContainsAnyExceptInRange((byte)' ', (byte)'~');
    }

    /// <summary>Header, payload and signature; header and payload are JSON objects, which begin with eyJ in base64.</summary>
    private static bool IsJwt(ReadOnlySpan<char> text)
    {
        var header = Run(text, TokenCharacters);
        if (header < 13 || header == text.Length || text[header] != '.' || !text[(header + 1)..].StartsWith(JwtHeader))
            return false;
        var payload = Run(text[(header + 1)..], TokenCharacters);
        var end = header + 1 + payload;
        return payload >= 8 && end < text.Length && text[end] == '.';
    }

    private static bool IsBearer(ReadOnlySpan<char> text)
    {
        var length = Run(text, BearerCharacters);
        return length >= 8 && text[..length].ContainsAnyInRange('0', '9');
    }

    /// <summary>user:password@ before the host; a reference or placeholder in the password's place is none.</summary>
    private static bool HasPassword(ReadOnlySpan<char> text)
    {
        var end = text.IndexOfAny(AuthorityEnd);
        var authority = end < 0 ? text : text[..end];
        var host = authority.LastIndexOf('@');
        var colon = authority.IndexOf(':');
        return colon >= 0 && host > colon + 1 && authority[colon + 1] is not ('$' or '{' or '<' or '*' or '%');
    }

    private static int Run(ReadOnlySpan<char> text, SearchValues<char> alphabet) => text.IndexOfAnyExcept(alphabet) is var end and >= 0 ? end : text.Length;
}

/// <summary>Credentials that are known by their form.</summary>
public enum CredentialKind
{
    None = 0,
    PrivateKey = 1,
    AwsKey = 2,
    GitToken = 3,
    GoogleKey = 4,
    SlackToken = 5,
    PaymentKey = 6,
    Jwt = 7,
    Bearer = 8,
    /// <summary>User and password, in a URL, a connection string or a header of basic authentication.</summary>
    UrlPassword = 9,
    /// <summary>Access token of a software or cloud service, by the form its issuer gives it.</summary>
    ServiceToken = 10,
}
