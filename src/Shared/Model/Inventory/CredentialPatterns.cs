using System.Buffers;

namespace Posture.Model.Inventory;

/// <summary>Finds credentials that give themselves away by their form, as their issuers document it. Linear in the text and without regular expressions.</summary>
internal static class CredentialPatterns
{
    private const string PrivateKeyHeader = "-----BEGIN ";
    private const string JwtHeader = "eyJ";
    private const string Authority = "://";
    private const string BearerEnd = "earer ";

    private static readonly SearchValues<char> CapitalOrDigit = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789");

    private static readonly SearchValues<char> HexOrDash = SearchValues.Create("ABCDEFabcdef0123456789-");

    private static readonly SearchValues<char> TokenCharacters =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-");

    private static readonly SearchValues<char> BearerCharacters =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-.~+/=");

    /// <summary>The header of a private key of each kind, in base64 as far as no other text begins so; certificates begin otherwise.</summary>
    private static readonly string[] EncodedKeys =
    [
        "LS0tLS1CRUdJTiBQUklWQVRFIEtF", "LS0tLS1CRUdJTiBSU0EgUFJJVkFURSBL", "LS0tLS1CRUdJTiBFQyBQUklWQVRFIEtF", "LS0tLS1CRUdJTiBEU0EgUFJJVkFURSBL",
        "LS0tLS1CRUdJTiBPUEVOU1NIIFBSSVZBVEUgS0VZ", "LS0tLS1CRUdJTiBFTkNSWVBURUQgUFJJVkFURSBL",
    ];

    private static readonly SearchValues<char> AuthorityEnd = SearchValues.Create("/?# \t\r\n\"'");

    /// <summary>A fixed beginning, what may follow, and how much of it must.</summary>
    private static readonly (string Start, SearchValues<char> Alphabet, int Least, CredentialKind Kind)[] Tokens =
    [
        ("AKIA", CapitalOrDigit, 16, CredentialKind.AwsKey), ("ASIA", CapitalOrDigit, 16, CredentialKind.AwsKey),
        ("ghp_", TokenCharacters, 30, CredentialKind.GitToken), ("gho_", TokenCharacters, 30, CredentialKind.GitToken),
        ("ghu_", TokenCharacters, 30, CredentialKind.GitToken), ("ghs_", TokenCharacters, 30, CredentialKind.GitToken),
        ("ghr_", TokenCharacters, 30, CredentialKind.GitToken), ("github_pat_", TokenCharacters, 22, CredentialKind.GitToken),
        ("glpat-", TokenCharacters, 20, CredentialKind.GitToken), ("AIza", TokenCharacters, 35, CredentialKind.GoogleKey),
        ("xoxa-", TokenCharacters, 10, CredentialKind.SlackToken), ("xoxb-", TokenCharacters, 10, CredentialKind.SlackToken),
        ("xoxp-", TokenCharacters, 10, CredentialKind.SlackToken), ("xoxr-", TokenCharacters, 10, CredentialKind.SlackToken),
        ("xoxs-", TokenCharacters, 10, CredentialKind.SlackToken), ("sk_live_", TokenCharacters, 16, CredentialKind.PaymentKey),
        ("rk_live_", TokenCharacters, 16, CredentialKind.PaymentKey), ("NRAK-", CapitalOrDigit, 27, CredentialKind.ServiceToken),
        ("hvs.", TokenCharacters, 24, CredentialKind.ServiceToken), ("npm_", TokenCharacters, 36, CredentialKind.ServiceToken),
        ("dop_v1_", TokenCharacters, 64, CredentialKind.ServiceToken), ("shpat_", TokenCharacters, 32, CredentialKind.ServiceToken),
        ("dckr_pat_", TokenCharacters, 20, CredentialKind.ServiceToken), ("hf_", TokenCharacters, 30, CredentialKind.ServiceToken),
        ("ATATT3x", TokenCharacters, 30, CredentialKind.ServiceToken), ("ATBB", TokenCharacters, 28, CredentialKind.ServiceToken),
        ("sk-ant-", TokenCharacters, 24, CredentialKind.ServiceToken), ("glsa_", TokenCharacters, 32, CredentialKind.ServiceToken),
        ("pypi-AgEI", TokenCharacters, 50, CredentialKind.ServiceToken), ("SG.", TokenCharacters, 22, CredentialKind.ServiceToken),
        ("SK", HexOrDash, 32, CredentialKind.ServiceToken), ("sdk-", HexOrDash, 36, CredentialKind.ServiceToken),
        ("api-", HexOrDash, 36, CredentialKind.ServiceToken), ("hvb.", TokenCharacters, 24, CredentialKind.ServiceToken),
        .. EncodedKeys.Select(start => (start, TokenCharacters, 0, CredentialKind.PrivateKey)),
    ];

    private static readonly SearchValues<string> Anchors = SearchValues.Create(
        [PrivateKeyHeader, JwtHeader, Authority, BearerEnd, .. Tokens.Select(token => token.Start)], StringComparison.Ordinal);

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
        if (at > 0 && char.IsAsciiLetterOrDigit(text[at - 1]))
            return CredentialKind.None;
        if (rest.StartsWith(JwtHeader))
            return IsJwt(rest) ? CredentialKind.Jwt : CredentialKind.None;
        foreach (var token in Tokens)
            if (rest.StartsWith(token.Start) && Run(rest[token.Start.Length..], token.Alphabet) >= token.Least)
                return token.Kind;
        return CredentialKind.None;
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
    UrlPassword = 9,
    /// <summary>Access token of a software or cloud service, by the prefix its issuer gives it.</summary>
    ServiceToken = 10,
}
