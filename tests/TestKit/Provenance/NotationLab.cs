using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json.Nodes;

namespace Posture.TestKit.Provenance;

/// <summary>An organisation that signs as Notation does: an authority, and certificates of two years that it vouches for.</summary>
public sealed class NotationLab : IDisposable
{
    private readonly ECDsa _key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private readonly DateTimeOffset _now;

    /// <summary>One at this time.</summary>
    public NotationLab(DateTimeOffset now)
    {
        _now = now;
        var request = new CertificateRequest("O=acme, CN=signing authority", _key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign, true));
        Authority = request.CreateSelfSigned(now.AddYears(-1), now.AddYears(10));
    }

    /// <summary>The authority's certificate.</summary>
    public X509Certificate2 Authority { get; }

    /// <summary>Signs a digest.</summary>
    /// <param name="sha256">SHA-256 of the image.</param>
    /// <param name="algorithm">ES256 or PS256.</param>
    /// <param name="change">Changes the protected headers before they are signed.</param>
    public JsonObject Sign(byte[] sha256, string algorithm = "ES256", Action<JsonObject>? change = null)
    {
        using var ecdsa = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var rsa = RSA.Create(2048);
        var request = algorithm == "PS256" ? new CertificateRequest("O=acme, CN=release", rsa, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1) : new CertificateRequest("O=acme, CN=release", ecdsa, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature, true));
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new("1.3.6.1.5.5.7.3.3")], false));
        using var certificate = request.Create(Authority.SubjectName, X509SignatureGenerator.CreateForECDsa(_key), _now.AddMonths(-1), _now.AddYears(2), [1, .. RandomNumberGenerator.GetBytes(12)]);
        var head = new JsonObject
        {
            ["alg"] = algorithm,
            ["cty"] = "application/vnd.cncf.notary.payload.v1+json",
            ["crit"] = new JsonArray("io.cncf.notary.signingScheme"),
            ["io.cncf.notary.signingScheme"] = "notary.x509",
            ["io.cncf.notary.signingTime"] = _now.AddDays(-1).ToString("O", CultureInfo.InvariantCulture),
        };
        change?.Invoke(head);
        var payload = new JsonObject
        {
            ["targetArtifact"] = new JsonObject { ["mediaType"] = "application/vnd.oci.image.manifest.v1+json", ["digest"] = "sha256:" + Convert.ToHexStringLower(sha256), ["size"] = 1 },
        };
        var (first, second) = (Part(head), Part(payload));
        var signed = Encoding.ASCII.GetBytes($"{first}.{second}");
        var signature = algorithm == "PS256" ? rsa.SignData(signed, HashAlgorithmName.SHA256, RSASignaturePadding.Pss) : ecdsa.SignData(signed, HashAlgorithmName.SHA256);
        return new()
        {
            ["payload"] = second,
            ["protected"] = first,
            ["header"] = new JsonObject { ["x5c"] = new JsonArray(Convert.ToBase64String(certificate.RawData), Convert.ToBase64String(Authority.RawData)) },
            ["signature"] = Base64Url.EncodeToString(signature),
        };
    }

    public void Dispose()
    {
        Authority.Dispose();
        _key.Dispose();
    }

    private static string Part(JsonObject part) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(part.ToJsonString()));
}
