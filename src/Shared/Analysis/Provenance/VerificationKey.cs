using System.Formats.Asn1;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Org.BouncyCastle.Math.EC.Rfc8032;

namespace Posture.Analysis.Provenance;

/// <summary>A public key that signatures are verified with: ECDSA on P-256, P-384 or P-521, RSA of 2048 to 8192 bits, Ed25519 (which .NET has not; BouncyCastle's).</summary>
public sealed class VerificationKey
{
    private const string Ed25519Algorithm = "1.3.101.112";

    private readonly ECDsa? _ecdsa;
    private readonly RSA? _rsa;
    private readonly byte[]? _ed25519;

    private VerificationKey(byte[] spki, ECDsa? ecdsa, RSA? rsa, byte[]? ed25519) => (Spki, _ecdsa, _rsa, _ed25519) = (spki, ecdsa, rsa, ed25519);

    /// <summary>SubjectPublicKeyInfo, DER.</summary>
    public ReadOnlyMemory<byte> Spki { get; }

    /// <summary>SHA-256 of <see cref="Spki"/>, which names the key.</summary>
    public string Fingerprint => Convert.ToHexStringLower(SHA256.HashData(Spki.Span));

    /// <summary>A key of DER: SubjectPublicKeyInfo, or PKCS#1 of RSA.</summary>
    /// <exception cref="ProvenanceException">It is none, or of a kind that is not supported.</exception>
    public static VerificationKey FromDer(ReadOnlyMemory<byte> der)
    {
        try
        {
            var outer = new AsnReader(der, AsnEncodingRules.DER).ReadSequence();
            return outer.PeekTag().HasSameClassAndValue(Asn1Tag.Integer) ? FromPkcs1(der) : FromSpki(der.ToArray(), outer.ReadSequence().ReadObjectIdentifier(), outer.ReadBitString(out _));
        }
        catch (Exception exception) when (exception is AsnContentException or CryptographicException or PlatformNotSupportedException) // the last for a point that is not on the curve
        {
            throw new ProvenanceException(ProvenanceCodes.Malformed, "a public key cannot be read", exception);
        }
    }

    /// <summary>A key of PEM (<c>PUBLIC KEY</c> or <c>CERTIFICATE</c>).</summary>
    /// <exception cref="ProvenanceException">As <see cref="FromDer"/>.</exception>
    public static VerificationKey FromPem(ReadOnlySpan<char> pem)
    {
        if (!PemEncoding.TryFind(pem, out var fields))
            throw new ProvenanceException(ProvenanceCodes.Malformed, "no PEM of a public key");
        var der = new byte[fields.DecodedDataLength];
        if (!Convert.TryFromBase64Chars(pem[fields.Base64Data], der, out _))
            throw new ProvenanceException(ProvenanceCodes.Malformed, "PEM with broken base64");
        return pem[fields.Label] switch
        {
            "PUBLIC KEY" or "RSA PUBLIC KEY" => FromDer(der),
            "CERTIFICATE" => FromCertificate(Certificates.Load(der)),
            _ => throw new ProvenanceException(ProvenanceCodes.Malformed, "the PEM holds no public key"),
        };
    }

    /// <summary>The key of a certificate.</summary>
    public static VerificationKey FromCertificate(X509Certificate2 certificate) => FromDer(certificate.PublicKey.ExportSubjectPublicKeyInfo());

    /// <summary>Whether the signature is over the content: with the hash that belongs to the curve, or SHA-256, which tools of Sigstore use with any key.</summary>
    public bool Verify(ReadOnlySpan<byte> content, ReadOnlySpan<byte> signature)
    {
        if (_ed25519 is not null)
            return signature.Length == Ed25519.SignatureSize && Ed25519.Verify(signature.ToArray(), 0, _ed25519, 0, content.ToArray(), 0, content.Length);
        if (VerifySha256(SHA256.HashData(content), signature))
            return true;
        return _ecdsa?.KeySize switch
        {
            384 => VerifyEcdsa(SHA384.HashData(content), signature),
            521 => VerifyEcdsa(SHA512.HashData(content), signature),
            _ => false,
        };
    }

    /// <summary>Whether the signature is over what has this SHA-256; false for Ed25519, which needs the whole content.</summary>
    public bool VerifySha256(ReadOnlySpan<byte> hash, ReadOnlySpan<byte> signature) =>
        _ecdsa is not null ? VerifyEcdsa(hash, signature) : _rsa is not null && VerifyRsa(hash, signature);

    private bool VerifyEcdsa(ReadOnlySpan<byte> hash, ReadOnlySpan<byte> signature)
    {
        try
        {
            return _ecdsa!.VerifyHash(hash, signature, DSASignatureFormat.Rfc3279DerSequence);
        }
        catch (CryptographicException)
        {
            return false; // not a signature at all
        }
    }

    private bool VerifyRsa(ReadOnlySpan<byte> hash, ReadOnlySpan<byte> signature) =>
        _rsa!.VerifyHash(hash, signature, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1) || _rsa.VerifyHash(hash, signature, HashAlgorithmName.SHA256, RSASignaturePadding.Pss);

    private static VerificationKey FromSpki(byte[] spki, string algorithm, byte[] bits)
    {
        switch (algorithm)
        {
            case Ed25519Algorithm when bits.Length == Ed25519.PublicKeySize:
                return new(spki, null, null, bits);
            case "1.2.840.10045.2.1":
                var ecdsa = ECDsa.Create();
                ecdsa.ImportSubjectPublicKeyInfo(spki, out _);
                if (ecdsa.KeySize is not (256 or 384 or 521))
                    throw Unsupported("an elliptic curve other than P-256, P-384 and P-521");
                return new(spki, ecdsa, null, null);
            case "1.2.840.113549.1.1.1":
                var rsa = RSA.Create();
                rsa.ImportSubjectPublicKeyInfo(spki, out _);
                return Checked(rsa, spki);
            default:
                throw Unsupported("a public key of another kind than ECDSA, RSA and Ed25519");
        }
    }

    private static VerificationKey FromPkcs1(ReadOnlyMemory<byte> der)
    {
        var rsa = RSA.Create();
        rsa.ImportRSAPublicKey(der.Span, out _);
        return Checked(rsa, rsa.ExportSubjectPublicKeyInfo());
    }

    private static VerificationKey Checked(RSA rsa, byte[] spki) =>
        rsa.KeySize is >= 2048 and <= 8192 ? new(spki, null, rsa, null) : throw Unsupported("an RSA key of less than 2048 or more than 8192 bits");

    private static ProvenanceException Unsupported(string what) => new(ProvenanceCodes.Unsupported, what + " is not supported");
}
