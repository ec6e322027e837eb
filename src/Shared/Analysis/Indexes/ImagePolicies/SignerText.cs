using System.Text.Json;
using System.Text.RegularExpressions;
using Posture.Analysis.Provenance;

namespace Posture.Analysis.Indexes.ImagePolicies;

/// <summary>Reads signers of admission policies: keys as PEM, and identities of certificates that Sigstore's public instance gives.</summary>
internal static class SignerText
{
    private const int MaxPattern = 500;
    private const int MaxKeys = 20;

    /// <summary>Each key of a text of PEM blocks; null when there is none, or one that cannot be used.</summary>
    public static IReadOnlyList<VerificationKey>? Keys(string? text)
    {
        const string End = "-----END PUBLIC KEY-----";
        var keys = new List<VerificationKey>();
        try
        {
            for (var at = 0; text is not null && text.IndexOf(End, at, StringComparison.Ordinal) is var end and >= 0 && keys.Count < MaxKeys; at = end + End.Length)
                keys.Add(VerificationKey.FromPem(text.AsSpan(at, end + End.Length - at)));
        }
        catch (ProvenanceException)
        {
            return null;
        }
        return keys.Count > 0 ? keys : null;
    }

    /// <summary>An identity with <c>issuer</c>, <c>issuerRegExp</c>, <c>subject</c>, <c>subjectRegExp</c>; what is not said is anything. Null for expressions that cannot be used here.</summary>
    /// <param name="identity">The identity.</param>
    /// <param name="subject">How the engine matches a subject that is no expression.</param>
    public static SignerMatch? Identity(JsonElement? identity, Func<string, Func<string, bool>> subject)
    {
        var tests = new List<Func<SignerIdentity, bool>>();
        if (identity.Text("issuer") is { Length: > 0 } issuer)
            tests.Add(signer => signer.Issuer == issuer);
        if (identity.Text("subject") is { Length: > 0 } named && subject(named) is var matches)
            tests.Add(signer => matches(signer.Name));
        foreach (var (field, of) in ((string, Func<SignerIdentity, string>)[])[("issuerRegExp", signer => signer.Issuer ?? ""), ("subjectRegExp", signer => signer.Name)])
            if (identity.Text(field) is { Length: > 0 } pattern)
            {
                if (Expression(pattern) is not { } expression)
                    return null;
                tests.Add(signer => expression.IsMatch(of(signer)));
            }
        return new([], signer => signer.Issuer is not null && tests.TrueForAll(test => test(signer)));
    }

    /// <summary>Engines match anywhere in the text, as Go does, unless the expression says otherwise.</summary>
    private static Regex? Expression(string pattern)
    {
        try
        {
            return pattern.Length > MaxPattern ? null : new(pattern, RegexOptions.NonBacktracking | RegexOptions.CultureInvariant, TimeSpan.FromSeconds(1));
        }
        catch (Exception unusable) when (unusable is ArgumentException or NotSupportedException)
        {
            return null;
        }
    }
}
