using System.Formats.Asn1;
using System.Globalization;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json.Nodes;
using Posture.Analysis.Provenance;

namespace Posture.TestKit.Provenance;

/// <summary>
/// An instance of Sigstore in small: an authority for certificates, a log of certificates and a log of signatures, each with a key of its own, and the trusted root that names
/// them. It signs as the public one does; every part can be made wrong.
/// </summary>
public sealed class SigstoreLab : IDisposable
{
    private readonly ECDsa _authority = ECDsa.Create(ECCurve.NamedCurves.nistP384);
    private readonly ECDsa _certificateLog = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private readonly ECDsa _log = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private readonly X509Certificate2 _root;

    public SigstoreLab()
    {
        var request = new CertificateRequest("O=lab, CN=authority", _authority, HashAlgorithmName.SHA384);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign, true));
        _root = request.CreateSelfSigned(At.AddYears(-1), At.AddYears(10));
    }

    /// <summary>When everything is signed, unless it is said otherwise.</summary>
    public static DateTimeOffset At { get; } = new(2026, 11, 2, 8, 0, 0, TimeSpan.Zero);

    /// <summary>The trusted root.</summary>
    public TrustedRoot Root => TrustedRoot.Parse(Encoding.UTF8.GetBytes(RootJson.ToJsonString()));

    /// <summary>The same as its file has it.</summary>
    public JsonObject RootJson => new()
    {
        ["tlogs"] = new JsonArray(LogJson(_log)),
        ["ctlogs"] = new JsonArray(LogJson(_certificateLog)),
        ["certificateAuthorities"] = new JsonArray(new JsonObject
        {
            ["certChain"] = new JsonObject { ["certificates"] = new JsonArray(new JsonObject { ["rawBytes"] = Convert.ToBase64String(_root.RawData) }) },
            ["validFor"] = Period(),
        }),
    };

    /// <summary>A certificate of ten minutes for an identity, with its log's timestamp.</summary>
    public X509Certificate2 Certify(ECDsa key, string identity, string issuer, DateTimeOffset? at = null, bool logged = true)
    {
        var from = at ?? At;
        var request = new CertificateRequest("", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature, true));
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new("1.3.6.1.5.5.7.3.3")], false));
        var names = new SubjectAlternativeNameBuilder();
        if (identity.Contains("://", StringComparison.Ordinal))
            names.AddUri(new(identity));
        else
            names.AddEmailAddress(identity);
        request.CertificateExtensions.Add(names.Build(true));
        request.CertificateExtensions.Add(new X509Extension("1.3.6.1.4.1.57264.1.8", Utf8(issuer), false));
        var serial = RandomNumberGenerator.GetBytes(16);
        serial[0] = 1;
        if (logged)
        {
            using var before = Issue(request, from, serial);
            request.CertificateExtensions.Add(new X509Extension("1.3.6.1.4.1.11129.2.4.2", Timestamp(before, from), false));
        }
        return Issue(request, from, serial);
    }

    /// <summary>A bundle of a signature over an artifact.</summary>
    public JsonObject Bundle(ECDsa key, X509Certificate2 certificate, ReadOnlySpan<byte> artifact, DateTimeOffset? integrated = null)
    {
        var (digest, signature) = (SHA256.HashData(artifact), key.SignData(artifact, HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence));
        var body = new JsonObject
        {
            ["apiVersion"] = "0.0.1",
            ["kind"] = "hashedrekord",
            ["spec"] = new JsonObject
            {
                ["data"] = new JsonObject { ["hash"] = new JsonObject { ["algorithm"] = "sha256", ["value"] = Convert.ToHexStringLower(digest) } },
                ["signature"] = new JsonObject { ["content"] = Convert.ToBase64String(signature), ["publicKey"] = new JsonObject { ["content"] = Convert.ToBase64String(Encoding.ASCII.GetBytes(certificate.ExportCertificatePem())) } },
            },
        };
        return new()
        {
            ["mediaType"] = "application/vnd.dev.sigstore.bundle.v0.3+json",
            ["verificationMaterial"] = Material(certificate, Entry(body, "hashedrekord", integrated ?? At.AddMinutes(1))),
            ["messageSignature"] = new JsonObject { ["messageDigest"] = new JsonObject { ["algorithm"] = "SHA2_256", ["digest"] = Convert.ToBase64String(digest) }, ["signature"] = Convert.ToBase64String(signature) },
        };
    }

    /// <summary>A bundle of a signed statement about something with this SHA-256.</summary>
    public JsonObject Attestation(ECDsa key, X509Certificate2 certificate, string sha256, string predicateType, JsonObject predicate)
    {
        var payload = Encoding.UTF8.GetBytes(new JsonObject
        {
            ["_type"] = "https://in-toto.io/Statement/v1",
            ["subject"] = new JsonArray(new JsonObject { ["name"] = "image", ["digest"] = new JsonObject { ["sha256"] = sha256 } }),
            ["predicateType"] = predicateType,
            ["predicate"] = predicate,
        }.ToJsonString());
        var signature = key.SignData(new DsseEnvelope(InTotoStatement.PayloadType, payload, []).Signed(), HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence);
        var body = new JsonObject
        {
            ["apiVersion"] = "0.0.1",
            ["kind"] = "dsse",
            ["spec"] = new JsonObject
            {
                ["payloadHash"] = new JsonObject { ["algorithm"] = "sha256", ["value"] = Convert.ToHexStringLower(SHA256.HashData(payload)) },
                ["signatures"] = new JsonArray(new JsonObject { ["signature"] = Convert.ToBase64String(signature), ["verifier"] = Convert.ToBase64String(Encoding.ASCII.GetBytes(certificate.ExportCertificatePem())) }),
            },
        };
        return new()
        {
            ["mediaType"] = "application/vnd.dev.sigstore.bundle.v0.3+json",
            ["verificationMaterial"] = Material(certificate, Entry(body, "dsse", At.AddMinutes(1))),
            ["dsseEnvelope"] = new JsonObject
            {
                ["payload"] = Convert.ToBase64String(payload),
                ["payloadType"] = InTotoStatement.PayloadType,
                ["signatures"] = new JsonArray(new JsonObject { ["sig"] = Convert.ToBase64String(signature), ["keyid"] = "" }),
            },
        };
    }

    /// <summary>An entry as the log gives it out: third leaf of three, promised and proven.</summary>
    public JsonObject Entry(JsonObject body, string kind, DateTimeOffset integrated)
    {
        var bytes = Encoding.UTF8.GetBytes(body.ToJsonString());
        byte[] left = [.. SHA256.HashData([1, .. Leaf("one"u8), .. Leaf("two"u8)])];
        var root = SHA256.HashData([1, .. left, .. Leaf(bytes)]);
        var id = SHA256.HashData(_log.ExportSubjectPublicKeyInfo());
        var head = $"log.lab\n3\n{Convert.ToBase64String(root)}\n";
        var promised = string.Create(CultureInfo.InvariantCulture, $$"""{"body":"{{Convert.ToBase64String(bytes)}}","integratedTime":{{integrated.ToUnixTimeSeconds()}},"logID":"{{Convert.ToHexStringLower(id)}}","logIndex":1002}""");
        return new()
        {
            ["logIndex"] = "1002",
            ["logId"] = new JsonObject { ["keyId"] = Convert.ToBase64String(id) },
            ["kindVersion"] = new JsonObject { ["kind"] = kind, ["version"] = "0.0.1" },
            ["integratedTime"] = integrated.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture),
            ["inclusionPromise"] = new JsonObject { ["signedEntryTimestamp"] = Convert.ToBase64String(Signed(_log, Encoding.UTF8.GetBytes(promised))) },
            ["inclusionProof"] = new JsonObject
            {
                ["logIndex"] = "2",
                ["treeSize"] = "3",
                ["rootHash"] = Convert.ToBase64String(root),
                ["hashes"] = new JsonArray(Convert.ToBase64String(left)),
                ["checkpoint"] = new JsonObject { ["envelope"] = $"{head}\n\u2014 log.lab {Convert.ToBase64String([.. id.AsSpan(0, 4), .. Signed(_log, Encoding.UTF8.GetBytes(head))])}\n" },
            },
            ["canonicalizedBody"] = Convert.ToBase64String(bytes),
        };
    }

    public void Dispose()
    {
        _root.Dispose();
        _authority.Dispose();
        _certificateLog.Dispose();
        _log.Dispose();
    }

    private static JsonObject Material(X509Certificate2 certificate, JsonObject entry) => new()
    {
        ["certificate"] = new JsonObject { ["rawBytes"] = Convert.ToBase64String(certificate.RawData) },
        ["tlogEntries"] = new JsonArray(entry),
    };

    private X509Certificate2 Issue(CertificateRequest request, DateTimeOffset from, byte[] serial) =>
        request.Create(_root.SubjectName, X509SignatureGenerator.CreateForECDsa(_authority), from, from.AddMinutes(10), serial);

    /// <summary>A list of one timestamp over the certificate without it (RFC 6962, section 3.2).</summary>
    private byte[] Timestamp(X509Certificate2 before, DateTimeOffset at)
    {
        var content = new AsnReader(before.RawData, AsnEncodingRules.DER).ReadSequence().ReadEncodedValue().ToArray();
        var time = new byte[8];
        System.Buffers.Binary.BinaryPrimitives.WriteInt64BigEndian(time, at.ToUnixTimeMilliseconds());
        var signature = Signed(_certificateLog, [0, 0, .. time, 0, 1, .. SHA256.HashData(_root.PublicKey.ExportSubjectPublicKeyInfo()), (byte)(content.Length >> 16), (byte)(content.Length >> 8), (byte)content.Length, .. content, 0, 0]);
        byte[] one = [0, .. SHA256.HashData(_certificateLog.ExportSubjectPublicKeyInfo()), .. time, 0, 0, 4, 3, (byte)(signature.Length >> 8), (byte)signature.Length, .. signature];
        var writer = new AsnWriter(AsnEncodingRules.DER);
        writer.WriteOctetString([(byte)((one.Length + 2) >> 8), (byte)(one.Length + 2), (byte)(one.Length >> 8), (byte)one.Length, .. one]);
        return writer.Encode();
    }

    private static JsonObject LogJson(ECDsa key) => new()
    {
        ["publicKey"] = new JsonObject { ["rawBytes"] = Convert.ToBase64String(key.ExportSubjectPublicKeyInfo()), ["validFor"] = Period() },
        ["logId"] = new JsonObject { ["keyId"] = Convert.ToBase64String(SHA256.HashData(key.ExportSubjectPublicKeyInfo())) },
    };

    private static JsonObject Period() => new() { ["start"] = At.AddYears(-1).ToString("O", CultureInfo.InvariantCulture) };

    private static byte[] Leaf(ReadOnlySpan<byte> content) => SHA256.HashData([0, .. content]);

    private static byte[] Signed(ECDsa key, ReadOnlySpan<byte> content) => key.SignData(content.ToArray(), HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence);

    private static byte[] Utf8(string text)
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        writer.WriteCharacterString(UniversalTagNumber.UTF8String, text);
        return writer.Encode();
    }
}
