using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Posture.Model.Json;

/// <summary>
/// What is kept of a bundle of CA certificates: <c>sha256:</c> and the first half of the SHA-256 of each that issues, separated by commas. A certificate that
/// issued another one of the bundle is left out: what stands below it decides who is trusted. Its own output reads back.
/// </summary>
internal static class CertificateThumbprints
{
    private const string Prefix = "sha256:";
    private const string Begin = "-----BEGIN CERTIFICATE-----";

    /// <summary>Bundles of clusters hold one to three certificates.</summary>
    private const int MaxLength = 65_536;

    private const int MaxCertificates = 5;

    /// <summary>Kubernetes publishes the same bundle into each namespace.</summary>
    [ThreadStatic]
    private static (string Text, string? Thumbprints) _last;

    /// <summary>Null when the text is no bundle of certificates.</summary>
    public static string? Of(string text)
    {
        if (text.StartsWith(Prefix, StringComparison.Ordinal))
            return text;
        if (text == _last.Text)
            return _last.Thumbprints;
        _last = (text, text.Length <= MaxLength && text.Contains(Begin, StringComparison.Ordinal) ? Read(text) : null);
        return _last.Thumbprints;
    }

    private static string? Read(string text)
    {
        var certificates = new X509Certificate2Collection();
        try
        {
            certificates.ImportFromPem(text);
            var issuing = certificates.Where(candidate => !certificates.Any(other => !Same(other, candidate)
                && other.IssuerName.RawData.AsSpan().SequenceEqual(candidate.SubjectName.RawData)));
            return certificates.Count is 0 or > MaxCertificates ? null
                : Prefix + string.Join(',', issuing.Select(Thumbprint).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal));
        }
        catch (CryptographicException)
        {
            return null;
        }
        finally
        {
            foreach (var certificate in certificates)
                certificate.Dispose();
        }
    }

    private static bool Same(X509Certificate2 left, X509Certificate2 right) => left.RawDataMemory.Span.SequenceEqual(right.RawDataMemory.Span);

    private static string Thumbprint(X509Certificate2 certificate) => Convert.ToHexStringLower(SHA256.HashData(certificate.RawDataMemory.Span).AsSpan(0, 16));
}
