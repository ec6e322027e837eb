using System.Buffers.Binary;
using System.Formats.Asn1;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Posture.Analysis.Provenance;

/// <summary>Signed certificate timestamps within a certificate (RFC 6962, section 3.2 and 3.3): a log that is trusted has seen it before it was used.</summary>
internal static class CertificateLogs
{
    private const string Extension = "1.3.6.1.4.1.11129.2.4.2";

    /// <summary>Fails when no log that is trusted vouches for the certificate.</summary>
    /// <exception cref="ProvenanceException"><see cref="ProvenanceCodes.CertificateLog"/>.</exception>
    public static void Check(X509Certificate2 certificate, X509Certificate2 issuer, TrustedRoot root)
    {
        if (root.CertificateLogs.Count == 0)
            return; // an instance without such logs
        try
        {
            if (certificate.Extensions[Extension] is { } extension && Verifies(certificate, issuer, new AsnReader(extension.RawData, AsnEncodingRules.DER).ReadOctetString(), root))
                return;
        }
        catch (Exception exception) when (exception is AsnContentException or ArgumentOutOfRangeException)
        {
            throw new ProvenanceException(ProvenanceCodes.CertificateLog, "the certificate's log timestamps cannot be read", exception);
        }
        throw new ProvenanceException(ProvenanceCodes.CertificateLog, "no trusted log of certificates vouches for the certificate");
    }

    private static bool Verifies(X509Certificate2 certificate, X509Certificate2 issuer, byte[] bytes, TrustedRoot root)
    {
        var content = WithoutTimestamps(certificate);
        var key = SHA256.HashData(issuer.PublicKey.ExportSubjectPublicKeyInfo());
        var all = new Reader(bytes);
        for (var list = new Reader(all.Counted()); list.HasMore;)
        {
            var one = new Reader(list.Counted());
            if (one.Fixed(1)[0] != 0)
                continue; // of a version that is not known
            var id = one.Fixed(32);
            var time = one.Fixed(8);
            var extensions = one.Counted();
            one.Fixed(2); // the algorithm follows from the key
            var signature = one.Counted();
            var at = DateTimeOffset.FromUnixTimeMilliseconds(BinaryPrimitives.ReadInt64BigEndian(time));
            foreach (var log in root.CertificateLogs)
                if (log.Id.Span.SequenceEqual(id) && log.Period.Has(at) && log.Key.Verify(Signed(time, key, content, extensions), signature))
                    return true;
        }
        return false;
    }

    private static byte[] Signed(ReadOnlySpan<byte> time, ReadOnlySpan<byte> issuer, ReadOnlySpan<byte> content, ReadOnlySpan<byte> extensions)
    {
        const byte Version = 0, CertificateTimestamp = 0;
        byte[] precertificate = [0, 1];
        return [
            Version, CertificateTimestamp, .. time, .. precertificate, .. issuer, (byte)(content.Length >> 16), (byte)(content.Length >> 8), (byte)content.Length, .. content,
            (byte)(extensions.Length >> 8), (byte)extensions.Length, .. extensions];
    }

    /// <summary>The part of a certificate that is signed, without the timestamps, as the log saw it.</summary>
    private static byte[] WithoutTimestamps(X509Certificate2 certificate)
    {
        var fields = new AsnReader(certificate.RawDataMemory, AsnEncodingRules.DER).ReadSequence().ReadSequence();
        var writer = new AsnWriter(AsnEncodingRules.DER);
        var tag = new Asn1Tag(TagClass.ContextSpecific, 3);
        using (writer.PushSequence())
        {
            while (fields.HasData)
            {
                if (!fields.PeekTag().HasSameClassAndValue(tag))
                {
                    writer.WriteEncodedValue(fields.ReadEncodedValue().Span);
                    continue;
                }
                var extensions = fields.ReadSequence(tag).ReadSequence();
                using (writer.PushSequence(tag))
                using (writer.PushSequence())
                    while (extensions.HasData)
                    {
                        var encoded = extensions.ReadEncodedValue();
                        if (new AsnReader(encoded, AsnEncodingRules.DER).ReadSequence().ReadObjectIdentifier() != Extension)
                            writer.WriteEncodedValue(encoded.Span);
                    }
            }
        }
        return writer.Encode();
    }

    /// <summary>Reads TLS's presentation language (RFC 8446, section 3): fields of fixed length, and such with their length before them.</summary>
    private ref struct Reader(ReadOnlySpan<byte> bytes)
    {
        private ReadOnlySpan<byte> _rest = bytes;

        public readonly bool HasMore => _rest.Length > 0;

        public ReadOnlySpan<byte> Fixed(int length)
        {
            var taken = _rest[..length];
            _rest = _rest[length..];
            return taken;
        }

        public ReadOnlySpan<byte> Counted() => Fixed(BinaryPrimitives.ReadUInt16BigEndian(Fixed(2)));
    }
}
