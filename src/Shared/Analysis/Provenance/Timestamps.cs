using System.Formats.Asn1;
using System.Security.Cryptography.Pkcs;
using System.Security.Cryptography.X509Certificates;

namespace Posture.Analysis.Provenance;

/// <summary>Time stamps of RFC 3161 by authorities that are trusted.</summary>
internal static class Timestamps
{
    private const string Stamping = "1.3.6.1.5.5.7.3.8";

    /// <summary>The time that a stamp vouches for.</summary>
    /// <exception cref="ProvenanceException">It is no stamp, is over something else, or of nobody who is trusted.</exception>
    public static DateTimeOffset TimeOf(ReadOnlyMemory<byte> stamp, ReadOnlySpan<byte> signature, TrustedRoot root)
    {
        var token = Decoded(stamp);
        var at = token.TokenInfo.Timestamp;
        foreach (var authority in root.TimestampAuthorities.Where(authority => authority.Period.Has(at)))
        {
            // The certificate comes from the trusted root, or along with the stamp: then it has to lead to that root.
            if (token.VerifySignatureForData(signature, out var signer, [.. authority.Chain]) && Leads(signer, authority, at))
                return at;
        }
        throw new ProvenanceException(ProvenanceCodes.Time, "the time stamp is not one over this signature by an authority that is trusted at its time");
    }

    private static bool Leads(X509Certificate2 signer, TrustedAuthority authority, DateTimeOffset at) =>
        authority.Chain is [var only] ? only.RawDataMemory.Span.SequenceEqual(signer.RawDataMemory.Span) && only.NotBefore.ToUniversalTime() <= at && at <= only.NotAfter.ToUniversalTime()
        : Certificates.IssuerOf(signer, [], authority, at, Stamping) is not null;

    /// <summary>A token, bare or within the answer that brought it.</summary>
    private static Rfc3161TimestampToken Decoded(ReadOnlyMemory<byte> stamp)
    {
        try
        {
            var outer = new AsnReader(stamp, AsnEncodingRules.BER).ReadSequence();
            if (outer.PeekTag().HasSameClassAndValue(Asn1Tag.Sequence))
            {
                if (outer.ReadSequence().ReadInteger() > 1)
                    throw new ProvenanceException(ProvenanceCodes.Time, "the time stamp was refused");
                stamp = outer.PeekEncodedValue();
            }
        }
        catch (AsnContentException exception)
        {
            throw new ProvenanceException(ProvenanceCodes.Malformed, "a time stamp cannot be read", exception);
        }
        return Rfc3161TimestampToken.TryDecode(stamp, out var token, out _) ? token : throw new ProvenanceException(ProvenanceCodes.Time, "a time stamp cannot be read, or was made when its certificate did not hold");
    }
}
