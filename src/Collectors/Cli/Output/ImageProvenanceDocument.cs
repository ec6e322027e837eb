using System.Text.Json.Serialization;
using Posture.Analysis.Provenance;
using Posture.Collectors.Registries;
using Posture.Collectors.Trust;

namespace Posture.Collectors.Cli.Output;

/// <summary>What <c>posture image verify -o json</c> writes of an image.</summary>
/// <param name="Schema"><see cref="SchemaName"/>.</param>
/// <param name="Reference">As it was given.</param>
/// <param name="Digest">What was looked at.</param>
/// <param name="State"><c>verified</c>, <c>otherSigner</c>, <c>invalid</c>, <c>notSigned</c> or <c>notChecked</c>.</param>
/// <param name="Code">Stable code of the reason; null when verified.</param>
/// <param name="Reason">The reason; null when verified.</param>
/// <param name="Signatures">Every signature and attestation that was found.</param>
/// <param name="TrustedRoot">What signatures without a key were traced back to.</param>
internal sealed record ImageProvenanceDocument(
    string Schema, string Reference, string Digest, string State, string? Code, string? Reason, IReadOnlyList<SignatureDocument> Signatures, TrustedRootDocument TrustedRoot)
{
    public const string SchemaName = "posture.image/v1";

    public static ImageProvenanceDocument Of(string reference, string digest, ImageProvenance provenance, TrustInUse trust) =>
        new(SchemaName, reference, digest, ProvenanceWords.Of(provenance.State), provenance.Code, provenance.Reason, [.. provenance.Outcomes.Select(SignatureDocument.Of)],
            TrustedRootDocument.Of(trust, TimeProvider.System.GetUtcNow()));
}

/// <summary>The trusted root.</summary>
/// <param name="Source"><c>public</c>, as this version has it, or <c>file</c>.</param>
/// <param name="Since">From when it is.</param>
/// <param name="AgeDays">Whole days since then.</param>
/// <param name="Warning"><c>trust_root.old</c> where it should be replaced; null otherwise.</param>
internal sealed record TrustedRootDocument(string Source, DateTimeOffset Since, int AgeDays, string? Warning)
{
    public static TrustedRootDocument Of(TrustInUse trust, DateTimeOffset now) =>
        new(trust.Source == TrustSource.Public ? "public" : "file", trust.Since!.Value, (int)(now - trust.Since.Value).TotalDays, trust.Warning(now));
}

/// <summary>One signature or attestation.</summary>
/// <param name="Format">How it is stored.</param>
/// <param name="Holds">Whether it verifies, whoever signed.</param>
/// <param name="Code">Stable code of why not; null when it holds.</param>
/// <param name="Reason">Why not.</param>
/// <param name="Signer">Identity, or fingerprint of the key.</param>
/// <param name="Issuer">Who vouches for the identity.</param>
/// <param name="SignedAt">When, where somebody trusted vouches for it.</param>
/// <param name="Expected">Whether the policy asks for this signer.</param>
/// <param name="PredicateType">Of an attestation.</param>
/// <param name="Builder">Of SLSA provenance.</param>
/// <param name="Source">Of SLSA provenance.</param>
internal sealed record SignatureDocument(
    string Format, bool Holds, string? Code, string? Reason, string? Signer, string? Issuer, DateTimeOffset? SignedAt, bool Expected, string? PredicateType, string? Builder, string? Source)
{
    public static SignatureDocument Of(SignatureOutcome outcome)
    {
        // What does not hold says nothing.
        var slsa = outcome is { Code: null, Statement: { } statement } ? SlsaProvenance.Of(statement) : null;
        return new(
            outcome.Format, outcome.Code is null, outcome.Code, outcome.Message, outcome.Signer?.Name, outcome.Signer?.Issuer, outcome.At, outcome.IsExpected,
            outcome.IsAttestation ? outcome.Statement!.PredicateType : null, slsa?.Builder, slsa?.Source);
    }
}

/// <summary>What <c>posture image inspect -o json</c> writes.</summary>
/// <param name="Schema"><see cref="ImageProvenanceDocument.SchemaName"/>.</param>
/// <param name="Reference">As it was given.</param>
/// <param name="Digest">What the reference names now.</param>
/// <param name="MediaType">Manifest or index.</param>
/// <param name="Platforms">Platforms of an index.</param>
/// <param name="Created">When it was built, by its configuration; of an index the first platform's.</param>
/// <param name="Base">Name of the base that it declares.</param>
/// <param name="BaseDigest">Digest of that base.</param>
/// <param name="Layers">Layers and their bytes.</param>
/// <param name="Platform">Platform that the layers belong to.</param>
/// <param name="DiffIds">Digests of the unpacked layers; null when they cannot be compared with those of others.</param>
/// <param name="ComparedBases">Images that it may be built on.</param>
/// <param name="Provenance">What vouches for it.</param>
internal sealed record ImageDocument(
    string Schema, string Reference, string Digest, string MediaType, IReadOnlyList<string> Platforms, DateTimeOffset? Created, string? Base, string? BaseDigest, IReadOnlyList<OciLayerDocument> Layers,
    string? Platform, IReadOnlyList<string>? DiffIds, IReadOnlyList<ComparedBaseDocument> ComparedBases,
    [property: JsonPropertyName("provenance")] ImageProvenanceDocument Provenance);

/// <summary>An image whose layers were compared.</summary>
/// <param name="Reference">The image.</param>
/// <param name="Digest">Its digest; null when there is no such image.</param>
/// <param name="IsBase">Whether the layers begin with its; null when they cannot be compared.</param>
/// <param name="Layers">How many it has.</param>
internal sealed record ComparedBaseDocument(string Reference, string? Digest, bool? IsBase, int? Layers);

/// <summary>A layer.</summary>
internal sealed record OciLayerDocument(string Digest, long Size)
{
    public static OciLayerDocument Of(OciDescriptor layer) => new(layer.Digest, layer.Size);
}
