using System.Security.Cryptography.X509Certificates;
using System.Text.RegularExpressions;

namespace Posture.Analysis.Provenance;

/// <summary>Who has to sign images, and who has to have built them: entry of <c>imageSigners</c> in the policy file.</summary>
public sealed record SignerRule
{
    /// <summary>Repositories (host, or host with path on a "/" boundary) that it is about.</summary>
    public required IReadOnlyList<string> Images { get; init; }

    /// <summary>Keys whose signature counts.</summary>
    public IReadOnlyList<VerificationKey> Keys { get; init; } = [];

    /// <summary>Identities of certificates whose signature counts.</summary>
    public IReadOnlyList<ExpectedIdentity> Identities { get; init; } = [];

    /// <summary>Authorities of organisations: a signature of Notation counts whose certificate one of them vouches for.</summary>
    public IReadOnlyList<X509Certificate2> Authorities { get; init; } = [];

    /// <summary>How many different signers there have to be.</summary>
    public int Threshold { get; init; } = 1;

    /// <summary>Builders, by <c>builder.id</c> or a prefix of it that ends in <c>/</c>, of whom signed SLSA provenance has to be. Empty: anybody, and none is needed.</summary>
    public IReadOnlyList<string> Builders { get; init; } = [];

    /// <summary>Types of signed statements that have to be there.</summary>
    public IReadOnlyList<string> Predicates { get; init; } = [];

    /// <summary>Whether signatures of certificates have to be in a transparency log.</summary>
    public bool NeedsLog { get; init; } = true;

    /// <summary>Whether the signer is one of those who count.</summary>
    public bool Accepts(SignerIdentity signer) =>
        Identities.Any(identity => identity.Matches(signer)) || (signer.Issuer is null && Keys.Any(key => SignerIdentity.Of(key) == signer));
}

/// <summary>An identity of a certificate, with who has to vouch for it.</summary>
/// <param name="Issuer">Issuer, exactly.</param>
/// <param name="Pattern">
/// The identity: exact, or with <c>*</c> for any signs but "/" and "@", or <c>**</c> for any signs. Always the whole identity, from its beginning to its end.
/// </param>
public sealed record ExpectedIdentity(string Issuer, string Pattern)
{
    private readonly Regex _pattern = new(
        $"^{Regex.Escape(Pattern).Replace("\\*\\*", ".+", StringComparison.Ordinal).Replace("\\*", "[^/@]+", StringComparison.Ordinal)}$",
        RegexOptions.NonBacktracking | RegexOptions.CultureInvariant | RegexOptions.Singleline, TimeSpan.FromSeconds(1));

    /// <summary>Whether the signer is this identity.</summary>
    public bool Matches(SignerIdentity signer) => signer.Issuer == Issuer && !signer.Name.EndsWith('\n') && _pattern.IsMatch(signer.Name);

    /// <summary>
    /// Why a pattern is wider than anybody means, or null: what comes before its first wildcard has to end the host and the owner (<c>https://host/owner/</c>), and of
    /// an e-mail address the domain has to be whole (B-70).
    /// </summary>
    public static string? TooWide(string pattern)
    {
        var wild = pattern.IndexOf('*', StringComparison.Ordinal);
        if (wild < 0)
            return null;
        var before = pattern.AsSpan(0, wild);
        if (before.StartsWith("https://", StringComparison.Ordinal))
            return before["https://".Length..].Count('/') >= 2 && !before.Contains('?') && !before.Contains('#')
                ? null : "a wildcard may stand only below host and owner: https://host/owner/…";
        var at = pattern.LastIndexOf('@');
        return at > wild && !pattern.AsSpan(at).Contains('*') && pattern.AsSpan(at).Contains('.') && !pattern.Contains("**", StringComparison.Ordinal) && !pattern.Contains('/', StringComparison.Ordinal)
            ? null : "a wildcard may stand only in a URL below host and owner, or before the @ of an e-mail address";
    }
}
