using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Posture.Analysis.Provenance;

/// <summary>Whether an entry of a log is of this very signature: same content, same signature, same key (Rekor's types hashedrekord, dsse and intoto; CVE-2026-22703).</summary>
internal static class LogBody
{
    /// <summary>Fails when the entry is of another signature.</summary>
    /// <exception cref="ProvenanceException"><see cref="ProvenanceCodes.LogEntry"/>.</exception>
    public static void Check(LogEntry entry, SignedMaterial material, VerificationKey signer, ReadOnlySpan<byte> artifact)
    {
        try
        {
            using var document = JsonDocument.Parse(entry.Body, new() { MaxDepth = 32 });
            var body = document.RootElement;
            if ($"{body.GetProperty("kind").GetString()} {body.GetProperty("apiVersion").GetString()}" != entry.Kind)
                throw Other("its kind is not the one that it is said to have");
            var (content, signed) = Parts(body.GetProperty("spec"), entry.Kind, material, artifact);
            if (!content)
                throw Other("its content is another one");
            if (!signed.Any(one => one.Signature is null || IsSame(one.Signature, material.SignatureBytes.Span)))
                throw Other("its signature is another one");
            if (!signed.Any(one => IsSigner(one.Key, signer, material)))
                throw Other("its key is another one");
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException or FormatException or KeyNotFoundException or ProvenanceException { Code: not ProvenanceCodes.LogEntry })
        {
            throw new ProvenanceException(ProvenanceCodes.LogEntry, "the log's entry cannot be read", exception);
        }
    }

    /// <summary>Whether the content is the signed one, and the signatures with their keys, each as the entry has them.</summary>
    private static (bool Content, IReadOnlyList<(byte[]? Signature, byte[] Key)> Signed) Parts(JsonElement spec, string kind, SignedMaterial material, ReadOnlySpan<byte> artifact)
    {
        switch (kind)
        {
            case "hashedrekord 0.0.1" when material.Envelope is null:
                var signature = spec.GetProperty("signature");
                return (IsHex(spec.GetProperty("data").GetProperty("hash"), artifact), [(signature.GetProperty("content").GetBytesFromBase64(), signature.GetProperty("publicKey").GetProperty("content").GetBytesFromBase64())]);
            case "hashedrekord 0.0.2":
                var record = spec.GetProperty("hashedRekordV002");
                return (IsDigest(record.GetProperty("data"), material.Envelope is { } statement ? SHA256.HashData(statement.Signed()) : artifact), [Newer(record.GetProperty("signature"))]);
            case "dsse 0.0.1" when material.Envelope is { } envelope:
                return (IsHex(spec.GetProperty("payloadHash"), SHA256.HashData(envelope.Payload.Span)),
                    [.. spec.GetProperty("signatures").EnumerateArray().Select(one => ((byte[]?)one.GetProperty("signature").GetBytesFromBase64(), one.GetProperty("verifier").GetBytesFromBase64()))]);
            case "dsse 0.0.2" when material.Envelope is { } envelope:
                var dsse = spec.GetProperty("dsseV002");
                return (IsDigest(dsse.GetProperty("payloadHash"), SHA256.HashData(envelope.Payload.Span)), [.. dsse.GetProperty("signatures").EnumerateArray().Select(Newer)]);
            case "intoto 0.0.2" when material.Envelope is { } envelope:
                var content = spec.GetProperty("content");
                return (IsHex(content.GetProperty("payloadHash"), SHA256.HashData(envelope.Payload.Span)),
                    [.. content.GetProperty("envelope").GetProperty("signatures").EnumerateArray().Select(one => ((byte[]?)one.GetProperty("sig").GetBytesFromBase64(), one.GetProperty("publicKey").GetBytesFromBase64()))]);
            case "intoto 0.0.1" when material.Envelope is { } envelope: // has no signature in it
                return (IsHex(spec.GetProperty("content").GetProperty("payloadHash"), SHA256.HashData(envelope.Payload.Span)), [(null, spec.GetProperty("publicKey").GetBytesFromBase64())]);
            default:
                throw Other("it is of a kind that does not fit the signature");
        }
    }

    private static (byte[]? Signature, byte[] Key) Newer(JsonElement signature)
    {
        var verifier = signature.GetProperty("verifier");
        return (signature.GetProperty("content").GetBytesFromBase64(),
            (verifier.TryGetProperty("x509Certificate", out var certificate) ? certificate : verifier.GetProperty("publicKey")).GetProperty("rawBytes").GetBytesFromBase64());
    }

    /// <summary>Entries of type intoto hold the base64 of a signature as bytes, which makes it base64 twice.</summary>
    private static bool IsSame(byte[] logged, ReadOnlySpan<byte> signature) =>
        logged.AsSpan().SequenceEqual(signature) || logged.AsSpan().SequenceEqual(Encoding.ASCII.GetBytes(Convert.ToBase64String(signature)));

    private static bool IsSigner(byte[] logged, VerificationKey signer, SignedMaterial material)
    {
        var certificate = material.Certificates.Count > 0 ? material.Certificates[0] : null;
        if (logged is [(byte)'-', ..])
        {
            var pem = Encoding.UTF8.GetString(logged);
            return PemEncoding.TryFind(pem, out var fields) && pem[fields.Label] == "CERTIFICATE"
                ? certificate is not null && certificate.RawDataMemory.Span.SequenceEqual(Convert.FromBase64String(pem[fields.Base64Data]))
                : VerificationKey.FromPem(pem).Spki.Span.SequenceEqual(signer.Spki.Span);
        }
        return certificate is not null && certificate.RawDataMemory.Span.SequenceEqual(logged) || signer.Spki.Span.SequenceEqual(logged);
    }

    private static bool IsHex(JsonElement hash, ReadOnlySpan<byte> expected) =>
        hash.GetProperty("algorithm").GetString() == "sha256" && string.Equals(hash.GetProperty("value").GetString(), Convert.ToHexStringLower(expected), StringComparison.OrdinalIgnoreCase);

    private static bool IsDigest(JsonElement data, ReadOnlySpan<byte> expected) =>
        data.GetProperty("algorithm").GetString() == "SHA2_256" && expected.SequenceEqual(data.GetProperty("digest").GetBytesFromBase64());

    private static ProvenanceException Other(string why) => new(ProvenanceCodes.LogEntry, "the log's entry is of another signature: " + why);
}
