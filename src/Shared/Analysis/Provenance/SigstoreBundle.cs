using System.Globalization;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;

namespace Posture.Analysis.Provenance;

/// <summary>
/// Reads Sigstore bundles 0.1 to 0.3 (protobuf-specs, sigstore_bundle.proto) strictly: what is not as written there is no bundle. Sizes are bounded by who fetches; counts are here.
/// </summary>
public static class SigstoreBundle
{
    /// <summary>Most entries, time stamps, certificates and signatures that are looked at: more is an attack, not a signature.</summary>
    public const int MaxItems = 32;

    private const int MaxHashes = 64;

    /// <summary>Media types of a bundle, with its version.</summary>
    /// <returns>0.1 as 1, and so on; 0 for what is no bundle.</returns>
    public static int VersionOf(string mediaType) => mediaType switch
    {
        "application/vnd.dev.sigstore.bundle+json;version=0.1" => 1,
        "application/vnd.dev.sigstore.bundle+json;version=0.2" => 2,
        "application/vnd.dev.sigstore.bundle+json;version=0.3" or "application/vnd.dev.sigstore.bundle.v0.3+json" => 3,
        _ => 0,
    };

    /// <summary>Reads a bundle.</summary>
    /// <exception cref="ProvenanceException">It is none, or of a version that is not known.</exception>
    public static SignedMaterial Parse(ReadOnlyMemory<byte> json)
    {
        try
        {
            using var document = JsonDocument.Parse(json, new() { MaxDepth = 32 });
            return Read(document.RootElement);
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException or FormatException or KeyNotFoundException or OverflowException)
        {
            throw new ProvenanceException(ProvenanceCodes.Malformed, "it cannot be read as a Sigstore bundle", exception);
        }
    }

    private static SignedMaterial Read(JsonElement bundle)
    {
        var version = VersionOf(bundle.GetProperty("mediaType").GetString() ?? "");
        if (version == 0)
            throw new ProvenanceException(ProvenanceCodes.Unsupported, "a bundle of a version that is not supported (0.1 to 0.3 are)");
        var material = bundle.GetProperty("verificationMaterial");
        var read = new SignedMaterial
        {
            Certificates = CertificatesOf(material),
            LogEntries = Items(material, "tlogEntries", EntryOf),
            Timestamps = material.TryGetProperty("timestampVerificationData", out var stamps) ? Items(stamps, "rfc3161Timestamps", stamp => Bytes(stamp, "signedTimestamp")) : [],
            NeedsProof = version > 1,
        };
        var hasMessage = bundle.TryGetProperty("messageSignature", out var message);
        var hasEnvelope = bundle.TryGetProperty("dsseEnvelope", out var envelope);
        if (hasMessage == hasEnvelope)
            throw Malformed("a bundle has to hold one signature or one envelope");
        return hasMessage
            ? read with { Signature = Bytes(message, "signature"), Digest = message.TryGetProperty("messageDigest", out var digest) ? DigestOf(digest) : (ReadOnlyMemory<byte>?)null }
            : read with { Envelope = EnvelopeOf(envelope) };
    }

    /// <summary>An envelope as JSON has it.</summary>
    internal static DsseEnvelope EnvelopeOf(JsonElement envelope)
    {
        var signatures = Items(envelope, "signatures", signature => new DsseSignature(Bytes(signature, "sig"), signature.TryGetProperty("keyid", out var id) ? id.GetString() ?? "" : ""));
        return signatures.Count > 0
            ? new(envelope.GetProperty("payloadType").GetString() ?? "", Bytes(envelope, "payload"), signatures)
            : throw Malformed("an envelope without a signature");
    }

    private static List<X509Certificate2> CertificatesOf(JsonElement material)
    {
        if (material.TryGetProperty("certificate", out var one))
            return [Certificates.Load(Bytes(one, "rawBytes").Span)];
        if (!material.TryGetProperty("x509CertificateChain", out var chain))
            return material.TryGetProperty("publicKey", out _) ? [] : throw Malformed("neither certificate nor key is named");
        var certificates = Items(chain, "certificates", certificate => Certificates.Load(Bytes(certificate, "rawBytes").Span));
        // A root that comes along with what it should vouch for vouches for nothing.
        return certificates.Count == 0 ? throw Malformed("a chain without certificates")
            : certificates.Exists(certificate => certificate.SubjectName.RawData.AsSpan().SequenceEqual(certificate.IssuerName.RawData)) ? throw Malformed("the chain brings a root along")
            : certificates;
    }

    private static LogEntry EntryOf(JsonElement entry)
    {
        var kind = entry.GetProperty("kindVersion");
        var integrated = Number(entry, "integratedTime");
        return new(
            Bytes(entry.GetProperty("logId"), "keyId"),
            Number(entry, "logIndex") ?? 0,
            integrated is > 0 ? DateTimeOffset.FromUnixTimeSeconds(integrated.Value) : null,
            $"{kind.GetProperty("kind").GetString()} {kind.GetProperty("version").GetString()}",
            Bytes(entry, "canonicalizedBody"),
            entry.TryGetProperty("inclusionPromise", out var promise) && promise.ValueKind == JsonValueKind.Object ? Bytes(promise, "signedEntryTimestamp") : (ReadOnlyMemory<byte>?)null,
            entry.TryGetProperty("inclusionProof", out var proof) && proof.ValueKind == JsonValueKind.Object ? ProofOf(proof) : null);
    }

    private static InclusionProof ProofOf(JsonElement proof)
    {
        var hashes = Items(proof, "hashes", hash => (ReadOnlyMemory<byte>)hash.GetBytesFromBase64(), MaxHashes);
        return new(
            Number(proof, "logIndex") ?? 0, Number(proof, "treeSize") ?? 0, Bytes(proof, "rootHash"), hashes,
            proof.TryGetProperty("checkpoint", out var checkpoint) && checkpoint.TryGetProperty("envelope", out var note) ? note.GetString() ?? "" : "");
    }

    private static ReadOnlyMemory<byte> DigestOf(JsonElement digest) =>
        digest.GetProperty("algorithm").GetString() == "SHA2_256" ? Bytes(digest, "digest") : throw new ProvenanceException(ProvenanceCodes.Unsupported, "a digest other than SHA-256 is not supported");

    private static List<T> Items<T>(JsonElement of, string name, Func<JsonElement, T> item, int most = MaxItems)
    {
        if (!of.TryGetProperty(name, out var list) || list.ValueKind == JsonValueKind.Null)
            return [];
        return list.GetArrayLength() <= most ? [.. list.EnumerateArray().Select(item)] : throw Malformed($"more than {most} {name}");
    }

    /// <summary>64-bit numbers of protobuf's JSON are strings; plain numbers are allowed.</summary>
    private static long? Number(JsonElement of, string name)
    {
        if (!of.TryGetProperty(name, out var value))
            return null;
        var number = value.ValueKind == JsonValueKind.String ? long.Parse(value.GetString()!, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture) : value.GetInt64();
        return number >= 0 ? number : throw Malformed($"{name} is negative");
    }

    private static ReadOnlyMemory<byte> Bytes(JsonElement of, string name)
    {
        var bytes = of.GetProperty(name).GetBytesFromBase64();
        return bytes.Length > 0 ? bytes : throw Malformed($"{name} is empty");
    }

    private static ProvenanceException Malformed(string what) => new(ProvenanceCodes.Malformed, what);
}
