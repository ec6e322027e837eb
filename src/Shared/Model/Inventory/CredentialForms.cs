using System.Buffers;

namespace Posture.Model.Inventory;

/// <summary>Access keys and tokens by the fixed beginning that their issuers document, with what follows it.</summary>
internal static class CredentialForms
{
    private const string Letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    private const string Digits = "0123456789";

    private static readonly SearchValues<char> CapitalOrDigit = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789");
    private static readonly SearchValues<char> Hex = SearchValues.Create("ABCDEFabcdef0123456789");
    private static readonly SearchValues<char> Word = SearchValues.Create(Letters + Digits + "_-");
    private static readonly SearchValues<char> LetterOrDigit = SearchValues.Create(Letters + Digits);
    private static readonly SearchValues<char> Base64 = SearchValues.Create(Letters + Digits + "+/");
    private static readonly SearchValues<char> Path = SearchValues.Create(Letters + Digits + "_-/");

    /// <summary>The header of a private key of each kind, in base64 as far as no other text begins so; certificates begin otherwise.</summary>
    private static readonly string[] EncodedKeys =
    [
        "LS0tLS1CRUdJTiBQUklWQVRFIEtF", "LS0tLS1CRUdJTiBSU0EgUFJJVkFURSBL", "LS0tLS1CRUdJTiBFQyBQUklWQVRFIEtF", "LS0tLS1CRUdJTiBEU0EgUFJJVkFURSBL",
        "LS0tLS1CRUdJTiBPUEVOU1NIIFBSSVZBVEUgS0VZ", "LS0tLS1CRUdJTiBFTkNSWVBURUQgUFJJVkFURSBL",
    ];

    public static readonly CredentialForm[] All =
    [
        .. Exactly(CredentialKind.AwsKey, CapitalOrDigit, 16, "AKIA ASIA"),
        .. AtLeast(CredentialKind.GitToken, Word, 30, "ghp_ gho_ ghu_ ghs_ ghr_"), .. AtLeast(CredentialKind.GitToken, Word, 22, "github_pat_"),
        .. AtLeast(CredentialKind.GitToken, Word, 20, "glpat- glptt- glrt- gldt- glsoat- glcbt- glagent- gloas- glimt- glft-"),
        .. AtLeast(CredentialKind.GoogleKey, Word, 35, "AIza"), .. AtLeast(CredentialKind.ServiceToken, Word, 28, "GOCSPX- ya29."),
        .. AtLeast(CredentialKind.SlackToken, Word, 10, "xoxa- xoxb- xoxc- xoxd- xoxe- xoxp- xoxr- xoxs-"), .. AtLeast(CredentialKind.SlackToken, Word, 20, "xapp-"),
        .. AtLeast(CredentialKind.SlackToken, Path, 40, "hooks.slack.com/services/"),
        .. AtLeast(CredentialKind.PaymentKey, Word, 16, "sk_live_ rk_live_"), .. AtLeast(CredentialKind.PaymentKey, Base64, 32, "whsec_"),
        .. AtLeast(CredentialKind.PaymentKey, Word, 22, "sq0atp- sq0csp-"),
        .. AtLeast(CredentialKind.ServiceToken, CapitalOrDigit, 27, "NRAK-"),
        .. AtLeast(CredentialKind.ServiceToken, Word, 24, "hvs. hvb. hvr."), .. AtLeast(CredentialKind.ServiceToken, Word, 36, "npm_"),
        .. AtLeast(CredentialKind.ServiceToken, Hex, 64, "dop_v1_ doo_v1_ dor_v1_"), .. AtLeast(CredentialKind.ServiceToken, Word, 32, "shpat_ shpca_ shppa_ shpss_"),
        .. AtLeast(CredentialKind.ServiceToken, Word, 20, "dckr_pat_"), .. AtLeast(CredentialKind.ServiceToken, Word, 30, "hf_ ATATT3x"),
        .. AtLeast(CredentialKind.ServiceToken, Word, 28, "ATBB"), .. AtLeast(CredentialKind.ServiceToken, Word, 24, "sk-ant-"),
        .. AtLeast(CredentialKind.ServiceToken, Word, 40, "sk-proj- sk-svcacct- sk-or-v1- nvapi- gsk_ figd_ lin_api_ dp.pt. dp.st. CCIPAT_ glc_eyJ"),
        .. AtLeast(CredentialKind.ServiceToken, Word, 32, "glsa_ pscale_tkn_ pscale_pw_"), .. AtLeast(CredentialKind.ServiceToken, Word, 50, "pypi-AgEI PMAK- sntrys_ sntryu_"),
        .. AtLeast(CredentialKind.ServiceToken, Word, 22, "SG."), .. AtLeast(CredentialKind.ServiceToken, Hex, 48, "rubygems_"),
        .. AtLeast(CredentialKind.ServiceToken, Hex, 64, "xkeysib-"), .. AtLeast(CredentialKind.ServiceToken, Base64, 80, "AccountKey="),
        .. AtLeast(CredentialKind.ServiceToken, Base64, 40, "SharedAccessKey="), .. AtLeast(CredentialKind.ServiceToken, Path, 70, "discord.com/api/webhooks/"),
        .. Exactly(CredentialKind.ServiceToken, Hex, 32, "SK dapi"), .. Exactly(CredentialKind.ServiceToken, Hex, 40, "pul-"),
        new("s.", LetterOrDigit, 24, CredentialKind.ServiceToken) { IsExact = true, IsMixed = true }, // Vault before 1.10
        new("sdk-", Hex, CredentialForm.Uuid, CredentialKind.ServiceToken), new("api-", Hex, CredentialForm.Uuid, CredentialKind.ServiceToken),
        .. AtLeast(CredentialKind.PrivateKey, CapitalOrDigit, 58, "AGE-SECRET-KEY-1"), .. AtLeast(CredentialKind.PrivateKey, Word, 0, "PuTTY-User-Key-File-"),
        .. EncodedKeys.Select(start => new CredentialForm(start, Base64, 0, CredentialKind.PrivateKey)),
    ];

    private static IEnumerable<CredentialForm> AtLeast(CredentialKind kind, SearchValues<char> alphabet, int least, string starts) =>
        starts.Split(' ').Select(start => new CredentialForm(start, alphabet, least, kind));

    private static IEnumerable<CredentialForm> Exactly(CredentialKind kind, SearchValues<char> alphabet, int length, string starts) =>
        starts.Split(' ').Select(start => new CredentialForm(start, alphabet, length, kind) { IsExact = true });
}

/// <summary>One form: how it begins, what follows and how much of that.</summary>
internal sealed record CredentialForm(string Start, SearchValues<char> Alphabet, int Least, CredentialKind Kind)
{
    /// <summary>As length: five groups of hexadecimal digits, and no more of a name behind them.</summary>
    public const int Uuid = -1;

    private const int UuidLength = 36;

    /// <summary>Whether nothing of a longer word may follow.</summary>
    public bool IsExact { get; init; }

    /// <summary>Whether it holds capitals, small letters and digits: where the beginning is short, words and names of hosts would fit.</summary>
    public bool IsMixed { get; init; }

    /// <summary>Whether a text begins with a credential of this form.</summary>
    public bool Holds(ReadOnlySpan<char> text)
    {
        if (!text.StartsWith(Start))
            return false;
        var rest = text[Start.Length..];
        if (Least == Uuid)
            return rest.Length >= UuidLength && Guid.TryParseExact(rest[..UuidLength], "D", out _) && Ends(rest, UuidLength);
        var run = rest.IndexOfAnyExcept(Alphabet) is var end and >= 0 ? end : rest.Length;
        return (IsExact ? run == Least && Ends(rest, run) : run >= Least) && (!IsMixed || Mixes(rest[..run]));
    }

    private static bool Mixes(ReadOnlySpan<char> text) => text.ContainsAnyInRange('A', 'Z') && text.ContainsAnyInRange('a', 'z') && text.ContainsAnyInRange('0', '9');

    /// <summary>A letter, a dash or a dot behind it would make it a longer word or the name of a host.</summary>
    private static bool Ends(ReadOnlySpan<char> text, int at) => at == text.Length || !(char.IsAsciiLetterOrDigit(text[at]) || text[at] is '-' or '_' or '.');
}
