using System.Formats.Asn1;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Posture.Analysis.Provenance;

/// <summary>Certificates of signers: reading, the way to an authority, and whom they name (Fulcio's certificate specification, object ids under 1.3.6.1.4.1.57264.1).</summary>
internal static class Certificates
{
    public const string CodeSigning = "1.3.6.1.5.5.7.3.3";

    private const string SubjectAlternativeName = "2.5.29.17";
    private const string UserName = "1.3.6.1.4.1.57264.1.7";

    public static X509Certificate2 Load(ReadOnlySpan<byte> der)
    {
        try
        {
            return X509CertificateLoader.LoadCertificate(der);
        }
        catch (CryptographicException exception)
        {
            throw new ProvenanceException(ProvenanceCodes.Malformed, "a certificate cannot be read", exception);
        }
    }

    /// <summary>The certificate's issuer, when it leads to the authority's root and everything held at the time; null otherwise. Asks nobody.</summary>
    public static X509Certificate2? IssuerOf(X509Certificate2 leaf, IEnumerable<X509Certificate2> intermediates, TrustedAuthority authority, DateTimeOffset at, string? use)
    {
        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.Add(authority.Chain[^1]);
        foreach (var certificate in authority.Chain.Take(authority.Chain.Count - 1).Concat(intermediates))
            chain.ChainPolicy.ExtraStore.Add(certificate);
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck; // certificates of ten minutes are not revoked
        chain.ChainPolicy.DisableCertificateDownloads = true;
        chain.ChainPolicy.VerificationTime = at.UtcDateTime;
        if (use is not null)
            chain.ChainPolicy.ApplicationPolicy.Add(new(use));
        return chain.Build(leaf) && chain.ChainElements is [_, var issuer, ..] ? X509CertificateLoader.LoadCertificate(issuer.Certificate.RawDataMemory.Span) : null;
    }

    /// <summary>Whom a certificate names, and who vouched for that.</summary>
    public static SignerIdentity IdentityOf(X509Certificate2 certificate)
    {
        try
        {
            return new(NameOf(certificate), IssuerOf(certificate));
        }
        catch (AsnContentException exception)
        {
            throw new ProvenanceException(ProvenanceCodes.Malformed, "the names of a certificate cannot be read", exception);
        }
    }

    private static string NameOf(X509Certificate2 certificate)
    {
        if (certificate.Extensions[SubjectAlternativeName] is not { } extension)
            return certificate.Subject;
        var names = new AsnReader(extension.RawData, AsnEncodingRules.DER).ReadSequence();
        while (names.HasData)
        {
            var tag = names.PeekTag();
            switch (tag.TagValue)
            {
                case 1 or 2 or 6: // e-mail, DNS name, URI
                    return names.ReadCharacterString(UniversalTagNumber.IA5String, tag);
                case 0:
                    var other = names.ReadSequence(tag);
                    if (other.ReadObjectIdentifier() == UserName)
                        return other.ReadSequence(new(TagClass.ContextSpecific, 0)).ReadCharacterString(UniversalTagNumber.UTF8String);
                    break;
                default:
                    names.ReadEncodedValue();
                    break;
            }
        }
        return certificate.Subject;
    }

    /// <summary>The issuer of the token that the certificate was given for: the newer extension, which is a string of DER, before the older one, which is bare.</summary>
    private static string? IssuerOf(X509Certificate2 certificate) =>
        certificate.Extensions["1.3.6.1.4.1.57264.1.8"] is { } newer ? new AsnReader(newer.RawData, AsnEncodingRules.DER).ReadCharacterString(UniversalTagNumber.UTF8String)
        : certificate.Extensions["1.3.6.1.4.1.57264.1.1"] is { } older ? System.Text.Encoding.UTF8.GetString(older.RawData)
        : null;
}
