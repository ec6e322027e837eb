using System.Text.Json;

namespace Posture.Analysis.Indexes.ImagePolicies;

/// <summary>Attestations of how and from what an image was built.</summary>
internal static class Provenance
{
    private const string Predicate = "https://slsa.dev/provenance/";

    /// <summary>Whether an attestation that a policy demands is one: by its predicate, or by the short name that sigstore has for it.</summary>
    public static bool IsType(JsonElement? attestation) =>
        (attestation.Text("predicateType") ?? attestation.Text("type")) is { } type
        && (type.StartsWith(Predicate, StringComparison.Ordinal) || type is "slsaprovenance" or "slsaprovenance02" or "slsaprovenance1");
}
