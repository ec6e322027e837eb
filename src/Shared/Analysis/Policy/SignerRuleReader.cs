using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using Posture.Analysis.Provenance;

namespace Posture.Analysis.Policy;

/// <summary>Reads one entry of <c>imageSigners</c>.</summary>
internal static class SignerRuleReader
{
    private const int MaxThreshold = 20;

    /// <summary>Keys in the order of the schema.</summary>
    internal static readonly IReadOnlyList<(string Name, string Description)> Keys =
    [
        ("images", "Repositories that it is about: a host, or a host with a path. The longest that fits decides."),
        ("keys", "Public keys whose signature counts, as PEM."),
        ("authorities", "Certificates of authorities, as PEM: signatures of Notation count that they vouch for."),
        ("identities", "Identities of certificates whose signature counts."),
        ("threshold", "How many different signers there have to be; 1 when it is not said."),
        ("builders", "Builders, by builder.id or a prefix of it that ends in /, of whom there has to be signed SLSA provenance."),
        ("predicates", "Types of signed statements that there have to be, for example https://slsa.dev/provenance/v1."),
        ("transparencyLog", "Whether signatures of certificates have to be in a transparency log; true when it is not said."),
    ];

    /// <summary>Keys of an identity.</summary>
    internal static readonly IReadOnlyList<(string Name, string Description)> IdentityKeys =
    [
        ("issuer", "Who vouches for the identity, exactly, for example https://token.actions.githubusercontent.com."),
        ("identity", "The whole identity: exact, or with * for any signs but / and @, ** for any signs; a wildcard only below https://host/owner/, or before the @ of an e-mail address."),
    ];

    public static SignerRule? Read(JsonElement item, string path, PolicyProblems problems)
    {
        var before = problems.All.Count;
        if (!PolicyReader.IsMapping(item, path, Keys, "a signer rule", problems))
            return null;
        var images = item.TryGetProperty("images", out var named) ? PolicyReader.Texts(named, PolicyFormat.Registry, $"{path}.images", problems) : [];
        var keys = item.TryGetProperty("keys", out var pem) ? [.. PolicyReader.Items(pem, $"{path}.keys", problems).Select(key => Key(key.Item, key.Path, problems)).OfType<VerificationKey>()] : new List<VerificationKey>();
        var identities = item.TryGetProperty("identities", out var who)
            ? PolicyReader.Items(who, $"{path}.identities", problems).Select(one => Identity(one.Item, one.Path, problems)).OfType<ExpectedIdentity>().ToList() : [];
        var authorities = item.TryGetProperty("authorities", out var issuing)
            ? PolicyReader.Items(issuing, $"{path}.authorities", problems).Select(one => Authority(one.Item, one.Path, problems)).OfType<X509Certificate2>().ToList() : [];
        var threshold = 1;
        if (item.TryGetProperty("threshold", out var count) && !(count.ValueKind == JsonValueKind.Number && count.TryGetInt32(out threshold) && threshold is >= 1 and <= MaxThreshold))
            problems.BadValue($"{path}.threshold", $"write a whole number from 1 to {MaxThreshold}");
        var builders = item.TryGetProperty("builders", out var by) ? PolicyReader.Texts(by, PolicyFormat.Text, $"{path}.builders", problems) : [];
        var predicates = item.TryGetProperty("predicates", out var types) ? PolicyReader.Texts(types, PolicyFormat.Name, $"{path}.predicates", problems) : [];
        var needsLog = true;
        if (item.TryGetProperty("transparencyLog", out var log))
            if (log.ValueKind is JsonValueKind.True or JsonValueKind.False)
                needsLog = log.GetBoolean();
            else
                problems.WrongType($"{path}.transparencyLog", "true or false");
        if (problems.All.Count > before)
            return null;
        if (images.Count == 0)
            problems.Add(new("policy.missing_key", $"{path}.images", "a signer rule needs images"));
        else if (keys.Count + identities.Count + authorities.Count == 0)
            problems.Add(new("policy.missing_key", $"{path}.keys", "a signer rule needs keys, identities or authorities: else anybody's signature would do"));
        // One key given twice is one signer (B-75); identities with wildcards and authorities may be many.
        else if (authorities.Count == 0 && !identities.Exists(identity => identity.Pattern.Contains('*', StringComparison.Ordinal)) && threshold > keys.Select(key => key.Fingerprint).Distinct().Count() + identities.Distinct().Count())
            problems.BadValue($"{path}.threshold", "more signers are asked for than are named");
        else
            return new() { Images = images, Keys = keys, Authorities = authorities, Identities = identities, Threshold = threshold, Builders = builders, Predicates = predicates, NeedsLog = needsLog };
        return null;
    }

    private static VerificationKey? Key(JsonElement item, string path, PolicyProblems problems)
    {
        if (item.ValueKind != JsonValueKind.String)
            problems.WrongType(path, "a public key as PEM");
        else
            try
            {
                return VerificationKey.FromPem(item.GetString());
            }
            catch (ProvenanceException unreadable)
            {
                problems.BadValue(path, $"no public key that can be used ({unreadable.Message}); write the PEM of an ECDSA, RSA or Ed25519 key");
            }
        return null;
    }

    private static X509Certificate2? Authority(JsonElement item, string path, PolicyProblems problems)
    {
        if (item.ValueKind != JsonValueKind.String)
            problems.WrongType(path, "a certificate as PEM");
        else
            try
            {
                return X509Certificate2.CreateFromPem(item.GetString());
            }
            catch (CryptographicException)
            {
                problems.BadValue(path, "no certificate that can be read; write the PEM of an authority's certificate");
            }
        return null;
    }

    private static ExpectedIdentity? Identity(JsonElement item, string path, PolicyProblems problems)
    {
        if (!PolicyReader.IsMapping(item, path, IdentityKeys, "an identity", problems))
            return null;
        // An identity without its issuer could be vouched for by anybody.
        if (!item.TryGetProperty("issuer", out var from) || !item.TryGetProperty("identity", out var who))
        {
            problems.Add(new("policy.missing_key", path, "an identity needs issuer and identity"));
            return null;
        }
        var issuer = PolicyReader.Text(from, PolicyFormat.Name, $"{path}.issuer", problems);
        var pattern = PolicyReader.Text(who, PolicyFormat.Name, $"{path}.identity", problems);
        if (pattern is not null && ExpectedIdentity.TooWide(pattern) is { } why)
            problems.Add(new("policy.identity_too_wide", $"{path}.identity", why));
        else if (issuer is not null && pattern is not null)
            return new(issuer, pattern);
        return null;
    }
}
