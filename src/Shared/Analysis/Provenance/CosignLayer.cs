using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;

namespace Posture.Analysis.Provenance;

/// <summary>
/// A layer of cosign's signature and attestation manifests (tags <c>sha256-….sig</c> and <c>.att</c>): the content is signed, what vouches for it stands in annotations
/// (cosign, specs/SIGNATURE_SPEC.md).
/// </summary>
public static class CosignLayer
{
    /// <summary>Media type of a payload that names what is signed.</summary>
    public const string SimpleSigning = "application/vnd.dev.cosign.simplesigning.v1+json";

    /// <summary>Media type of an envelope.</summary>
    public const string Envelope = "application/vnd.dsse.envelope.v1+json";

    private const string Prefix = "dev.sigstore.cosign/";

    /// <summary>A signature over a payload; the payload is the signed artifact, and names the image.</summary>
    /// <exception cref="ProvenanceException">It cannot be read.</exception>
    public static SignedMaterial Signature(IReadOnlyDictionary<string, string> annotations) => annotations.TryGetValue("dev.cosignproject.cosign/signature", out var signature)
        ? Read(annotations) with { Signature = Bytes(signature) }
        : throw Malformed("the layer has no signature");

    /// <summary>A signed statement.</summary>
    /// <exception cref="ProvenanceException">It cannot be read.</exception>
    public static SignedMaterial Attestation(ReadOnlyMemory<byte> content, IReadOnlyDictionary<string, string> annotations)
    {
        try
        {
            using var document = JsonDocument.Parse(content, new() { MaxDepth = 8 });
            return Read(annotations) with { Envelope = SigstoreBundle.EnvelopeOf(document.RootElement) };
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException or FormatException or KeyNotFoundException)
        {
            throw new ProvenanceException(ProvenanceCodes.Malformed, "the layer is no signed envelope", exception);
        }
    }

    /// <summary>The digest (<c>sha256:…</c>) that a payload is about, once its signature holds.</summary>
    /// <exception cref="ProvenanceException">It is no payload of that kind.</exception>
    public static string DigestOf(ReadOnlyMemory<byte> payload)
    {
        try
        {
            using var document = JsonDocument.Parse(payload, new() { MaxDepth = 16 });
            var critical = document.RootElement.GetProperty("critical");
            if (critical.GetProperty("type").GetString() is not ("cosign container image signature" or "atomic container signature"))
                throw Malformed("the signed payload is of another type");
            return critical.GetProperty("image").GetProperty("docker-manifest-digest").GetString() ?? throw Malformed("the signed payload names no digest");
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException or KeyNotFoundException)
        {
            throw new ProvenanceException(ProvenanceCodes.Malformed, "the signed payload cannot be read", exception);
        }
    }

    private static SignedMaterial Read(IReadOnlyDictionary<string, string> annotations)
    {
        try
        {
            return new()
            {
                Certificates = annotations.TryGetValue(Prefix + "certificate", out var own) && own.Length > 0
                    ? [.. Pem(own).Take(1), .. Pem(annotations.GetValueOrDefault(Prefix + "chain") ?? "").Where(certificate => certificate.Subject != certificate.Issuer)]
                    : [],
                LogEntries = annotations.TryGetValue(Prefix + "bundle", out var bundle) && bundle.Length > 0 ? [EntryOf(bundle)] : [],
                Timestamps = annotations.TryGetValue(Prefix + "rfc3161timestamp", out var stamp) && stamp.Length > 0 ? [StampOf(stamp)] : [],
            };
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException or FormatException or KeyNotFoundException)
        {
            throw new ProvenanceException(ProvenanceCodes.Malformed, "what vouches for the signature cannot be read", exception);
        }
    }

    private static LogEntry EntryOf(string bundle)
    {
        using var document = JsonDocument.Parse(bundle, new() { MaxDepth = 8 });
        var payload = document.RootElement.GetProperty("Payload");
        var body = payload.GetProperty("body").GetBytesFromBase64();
        using var entry = JsonDocument.Parse(body, new() { MaxDepth = 32 });
        return new(
            Convert.FromHexString(payload.GetProperty("logID").GetString() ?? ""), payload.GetProperty("logIndex").GetInt64(),
            DateTimeOffset.FromUnixTimeSeconds(Math.Clamp(payload.GetProperty("integratedTime").GetInt64(), 0, uint.MaxValue)),
            $"{entry.RootElement.GetProperty("kind").GetString()} {entry.RootElement.GetProperty("apiVersion").GetString()}", body,
            document.RootElement.GetProperty("SignedEntryTimestamp").GetBytesFromBase64(), null);
    }

    private static ReadOnlyMemory<byte> StampOf(string stamp)
    {
        using var document = JsonDocument.Parse(stamp, new() { MaxDepth = 8 });
        return document.RootElement.GetProperty("SignedRFC3161Timestamp").GetBytesFromBase64();
    }

    private static IEnumerable<X509Certificate2> Pem(string text)
    {
        for (var (rest, count) = (text, 0); PemEncoding.TryFind(rest, out var fields); rest = rest[fields.Location.End..])
            yield return ++count <= SigstoreBundle.MaxItems ? Certificates.Load(Convert.FromBase64String(rest[fields.Base64Data])) : throw Malformed("too many certificates");
    }

    private static byte[] Bytes(string base64)
    {
        var bytes = new byte[base64.Length];
        return base64.Length > 0 && Convert.TryFromBase64String(base64, bytes, out var length) ? bytes[..length] : throw Malformed("the signature is not base64");
    }

    private static ProvenanceException Malformed(string what) => new(ProvenanceCodes.Malformed, what);
}
