using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json;

namespace Posture.Analysis.Provenance;

/// <summary>
/// A signature of Notation in JSON (Notary Project, signature-specification.md and signature-envelope-jws.md): a payload that names the image, signed with a certificate of an authority
/// that the policy names. The envelope in CBOR is not read.
/// </summary>
public sealed record NotationEnvelope
{
    /// <summary>Type of the artifact that refers to the image.</summary>
    public const string ArtifactType = "application/vnd.cncf.notary.signature";

    /// <summary>Type of an envelope in JSON.</summary>
    public const string Jws = "application/jose+json";

    private const string PayloadType = "application/vnd.cncf.notary.payload.v1+json";
    private const string Scheme = "io.cncf.notary.signingScheme", Expiry = "io.cncf.notary.expiry";

    /// <summary>Critical headers that are understood; one more and the signature means something else than is checked here (RFC 7515, section 4.1.11).</summary>
    private static readonly string[] Known = [Scheme, Expiry];

    private readonly byte[] _signed;
    private readonly byte[] _signature;
    private readonly string _algorithm;
    private readonly DateTimeOffset? _expiry;

    private NotationEnvelope(byte[] signed, byte[] signature, string algorithm, DateTimeOffset? expiry) => (_signed, _signature, _algorithm, _expiry) = (signed, signature, algorithm, expiry);

    /// <summary>Digest that is signed, <c>sha256:…</c></summary>
    public required string Digest { get; init; }

    /// <summary>Certificates, the signer's first.</summary>
    public required IReadOnlyList<X509Certificate2> Certificates { get; init; }

    /// <summary>Reads an envelope.</summary>
    /// <exception cref="ProvenanceException">It is none, or asks for what is not supported.</exception>
    public static NotationEnvelope Parse(ReadOnlyMemory<byte> json)
    {
        try
        {
            using var document = JsonDocument.Parse(json, new() { MaxDepth = 16 });
            var root = document.RootElement;
            var (payload, head) = (root.GetProperty("payload").GetString() ?? "", root.GetProperty("protected").GetString() ?? "");
            using var headers = JsonDocument.Parse(Base64Url.DecodeFromChars(head), new() { MaxDepth = 8 });
            var of = headers.RootElement;
            if (of.GetProperty("cty").GetString() != PayloadType)
                throw Unsupported("a payload of another type");
            if (of.TryGetProperty("crit", out var critical) && critical.EnumerateArray().Any(name => !Known.Contains(name.GetString(), StringComparer.Ordinal)))
                throw Unsupported("a critical header that is not known");
            if (of.GetProperty(Scheme).GetString() != "notary.x509")
                throw Unsupported("a signing scheme other than notary.x509");
            using var content = JsonDocument.Parse(Base64Url.DecodeFromChars(payload), new() { MaxDepth = 8 });
            var chain = root.GetProperty("header").GetProperty("x5c");
            if (chain.GetArrayLength() is 0 or > SigstoreBundle.MaxItems)
                throw new FormatException("certificates");
            return new(Encoding.ASCII.GetBytes($"{head}.{payload}"), Base64Url.DecodeFromChars(root.GetProperty("signature").GetString()), of.GetProperty("alg").GetString() ?? "", Time(of, Expiry))
            {
                Digest = content.RootElement.GetProperty("targetArtifact").GetProperty("digest").GetString() ?? "",
                Certificates = [.. chain.EnumerateArray().Select(certificate => Provenance.Certificates.Load(certificate.GetBytesFromBase64()))],
            };
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException or FormatException or KeyNotFoundException)
        {
            throw new ProvenanceException(ProvenanceCodes.Malformed, "it cannot be read as a signature of Notation", exception);
        }
    }

    /// <summary>Who signed, when an authority of those given vouches for it. Nobody vouches for the time: certificate and signature have to hold now.</summary>
    /// <exception cref="ProvenanceException">It does not hold, or is for something else.</exception>
    public SignerIdentity Verify(string digest, IReadOnlyList<X509Certificate2> authorities, DateTimeOffset now)
    {
        if (authorities.Count == 0)
            throw new ProvenanceException(ProvenanceCodes.NoKey, "it is signed with a certificate of an organisation, and no authority is given to trace it back to");
        if (!Verifies())
            throw new ProvenanceException(ProvenanceCodes.Invalid, "the signature does not verify");
        if (!authorities.Any(authority => Leads(authority, now)))
            throw new ProvenanceException(ProvenanceCodes.Certificate, "the certificate does not lead to an authority that is trusted, or does not hold now");
        if (_expiry < now)
            throw new ProvenanceException(ProvenanceCodes.Time, "the signature was for a time that is over");
        return Digest == digest ? new(Certificates[0].Subject, null) : throw new ProvenanceException(ProvenanceCodes.OtherArtifact, "the signature is for another image");
    }

    private bool Leads(X509Certificate2 authority, DateTimeOffset now) =>
        authority.RawDataMemory.Span.SequenceEqual(Certificates[0].RawDataMemory.Span) ? authority.NotBefore.ToUniversalTime() <= now && now <= authority.NotAfter.ToUniversalTime()
        : Provenance.Certificates.IssuerOf(Certificates[0], Certificates.Skip(1), new([authority], default), now, Provenance.Certificates.CodeSigning) is not null;

    private bool Verifies()
    {
        var hash = _algorithm[^Math.Min(3, _algorithm.Length)..] switch { "256" => HashAlgorithmName.SHA256, "384" => HashAlgorithmName.SHA384, "512" => HashAlgorithmName.SHA512, _ => throw Unsupported("an algorithm that is not known") };
        try
        {
            using var rsa = Certificates[0].GetRSAPublicKey();
            if (_algorithm.StartsWith("PS", StringComparison.Ordinal) && rsa is { KeySize: >= 2048 and <= 8192 })
                return rsa.VerifyData(_signed, _signature, hash, RSASignaturePadding.Pss);
            using var ecdsa = Certificates[0].GetECDsaPublicKey();
            return _algorithm.StartsWith("ES", StringComparison.Ordinal) && ecdsa is not null && ecdsa.VerifyData(_signed, _signature, hash);
        }
        catch (CryptographicException)
        {
            return false;
        }
    }

    private static DateTimeOffset? Time(JsonElement headers, string name) =>
        headers.TryGetProperty(name, out var time) ? DateTimeOffset.Parse(time.GetString() ?? "", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal) : null;

    private static ProvenanceException Unsupported(string what) => new(ProvenanceCodes.Unsupported, $"{what} is not supported");
}
