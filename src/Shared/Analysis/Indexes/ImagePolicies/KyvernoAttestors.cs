using System.Text.Json;

namespace Posture.Analysis.Indexes.ImagePolicies;

/// <summary>
/// Whom an entry of Kyverno's <c>verifyImages</c> accepts (kyverno.io/v1): every set of attestors, and of each set so many entries as <c>count</c> says, all if it says
/// nothing; likewise of every attestation.
/// </summary>
internal static class KyvernoAttestors
{
    /// <summary>Sets within sets; the API server holds any depth.</summary>
    private const int MaxDepth = 8;

    public static SignerDemand Of(JsonElement? verify)
    {
        // Notation's certificates, and signatures kept elsewhere, are not looked at for policies.
        if (verify.Text("type") is "Notary" || verify.Text("repository") is { Length: > 0 })
            return SignerDemand.Unreadable;
        var demands = Sets(verify.Field("attestors"), SignerDemand.SignedBy, 0).ToList();
        if (verify.Text("key") is { Length: > 0 } key)
            demands.Add(KeyDemand(key, SignerDemand.SignedBy));
        foreach (var attestation in verify.Field("attestations").Items())
        {
            var type = attestation.Text("type") ?? attestation.Text("predicateType") ?? "";
            var isOpen = attestation.Field("conditions").HasContent();
            var sets = Sets(attestation.Field("attestors"), who => SignerDemand.Stated(type, who, isOpen), 0).ToList();
            demands.AddRange(sets.Count > 0 ? sets : [SignerDemand.Stated(type, SignerMatch.Anybody, isOpen: true)]);
        }
        return SignerDemand.AtLeast(demands.Count, demands);
    }

    private static IEnumerable<SignerDemand> Sets(JsonElement? sets, Func<SignerMatch, SignerDemand> leaf, int depth) => sets.Items().Select(set => Set(set, leaf, depth));

    private static SignerDemand Set(JsonElement? set, Func<SignerMatch, SignerDemand> leaf, int depth)
    {
        List<SignerDemand> entries = depth > MaxDepth ? [SignerDemand.Unreadable] : [.. set.Field("entries").Items().SelectMany(entry => Entries(entry, leaf, depth))];
        return SignerDemand.AtLeast(set.Field("count").Number() ?? entries.Count, entries);
    }

    /// <summary>An entry with several keys stands for an entry of each.</summary>
    private static IReadOnlyList<SignerDemand> Entries(JsonElement? entry, Func<SignerMatch, SignerDemand> leaf, int depth)
    {
        if (entry.Field("annotations").HasContent() || entry.Text("repository") is { Length: > 0 })
            return [SignerDemand.Unreadable];
        if (entry.Field("attestor") is { } inner)
            return [Set(inner, leaf, depth + 1)];
        if (entry.Field("keys") is not null)
            return SignerText.Keys(entry.Field("keys").Text("publicKeys")) is { } found ? [.. found.Select(key => leaf(SignerMatch.Of(key)))] : [SignerDemand.Unreadable];
        var keyless = entry.Field("keyless");
        return keyless is not null && keyless.Text("roots") is null && !keyless.Field("additionalExtensions").HasContent()
            && SignerText.Identity(keyless, text => Glob.Text(text).IsMatch) is { } who ? [leaf(who)] : [SignerDemand.Unreadable];
    }

    private static SignerDemand KeyDemand(string text, Func<SignerMatch, SignerDemand> leaf) =>
        SignerText.Keys(text) is { } keys ? SignerDemand.AtLeast(keys.Count, [.. keys.Select(key => leaf(SignerMatch.Of(key)))]) : SignerDemand.Unreadable;
}
