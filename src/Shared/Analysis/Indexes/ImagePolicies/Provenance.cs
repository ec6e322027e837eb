using System.Text.Json;

namespace Posture.Analysis.Indexes.ImagePolicies;

/// <summary>Attestations of how and from what an image was built, and the short names that sigstore's tools have for types of statements.</summary>
internal static class Provenance
{
    private const string Predicate = "https://slsa.dev/provenance/";

    /// <summary>Short names of cosign's <c>--type</c>, which policies use too.</summary>
    private static readonly Dictionary<string, string> Short = new(StringComparer.Ordinal)
    {
        ["slsaprovenance"] = Predicate + "v0.2",
        ["slsaprovenance02"] = Predicate + "v0.2",
        ["slsaprovenance1"] = Predicate + "v1",
        ["spdx"] = "https://spdx.dev/Document",
        ["spdxjson"] = "https://spdx.dev/Document",
        ["cyclonedx"] = "https://cyclonedx.org/bom",
        ["link"] = "https://in-toto.io/Link/v1",
        ["vuln"] = "https://cosign.sigstore.dev/attestation/vuln/v1",
        ["openvex"] = "https://openvex.dev/ns",
        ["custom"] = "https://cosign.sigstore.dev/attestation/v1",
    };

    /// <summary>Whether an attestation that a policy demands is one: by its predicate, or by the short name that sigstore has for it.</summary>
    public static bool IsType(JsonElement? attestation) =>
        (attestation.Text("predicateType") ?? attestation.Text("type")) is { } type && Full(type).StartsWith(Predicate, StringComparison.Ordinal);

    /// <summary>Whether a statement is of a type, or of a version of it.</summary>
    public static bool IsOfType(string predicateType, string type) =>
        Full(type) is { Length: > 0 } full && predicateType.StartsWith(full, StringComparison.Ordinal) && (predicateType.Length == full.Length || predicateType[full.Length] == '/');

    private static string Full(string type) => Short.GetValueOrDefault(type, type);
}
