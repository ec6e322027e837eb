using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace Posture.Collectors.Sources;

/// <summary>Certificates and keys of a kubeconfig (B-18, B-19).</summary>
internal static class KubeconfigCertificates
{
    private const int MaxBytes = 64 * 1024;
    private const int LeastRsaBits = 2048;

    /// <summary>The certificates of a PEM text.</summary>
    /// <exception cref="KubeconfigException">Not certificates, too many, too weak or expired.</exception>
    public static X509Certificate2Collection Read(byte[] pem, string place, TimeProvider time)
    {
        if (pem.Length >= MaxBytes)
            throw Bad(place, "is 64 KB or more; give the authority only, not a whole bundle");
        var text = Encoding.UTF8.GetString(pem);
        if (text.Contains("PRIVATE KEY-----", StringComparison.Ordinal))
            throw Bad(place, "holds a private key where a certificate belongs");
        var certificates = new X509Certificate2Collection();
        try
        {
            certificates.ImportFromPem(text);
        }
        catch (CryptographicException)
        {
            throw Bad(place, "is not a certificate in PEM form");
        }
        if (certificates.Count == 0)
            throw Bad(place, "holds no certificate in PEM form (BEGIN CERTIFICATE)");
        foreach (var certificate in certificates)
            Check(certificate, place, time);
        return certificates;
    }

    /// <summary>The client certificate with its key.</summary>
    /// <exception cref="KubeconfigException">Either is bad, or they do not belong together.</exception>
    public static X509Certificate2 ReadClient(byte[] certificate, byte[] key, string place, TimeProvider time)
    {
        Read(certificate, $"{place}.client-certificate-data", time);
        var (certificateText, keyText) = (Encoding.UTF8.GetString(certificate), Encoding.UTF8.GetString(key));
        if (!keyText.Contains("PRIVATE KEY-----", StringComparison.Ordinal))
            throw Bad($"{place}.client-key-data", "is not a private key in PEM form");
        try
        {
            return X509Certificate2.CreateFromPem(certificateText, keyText);
        }
        catch (Exception mismatch) when (mismatch is CryptographicException or ArgumentException)
        {
            throw new KubeconfigException("kubeconfig.key_mismatch", place,
                "the client key does not belong to the client certificate; take both from the same place");
        }
    }

    private static void Check(X509Certificate2 certificate, string place, TimeProvider time)
    {
        if (certificate.NotAfter < time.GetUtcNow())
            throw Bad(place, $"expired on {certificate.NotAfter.ToUniversalTime():yyyy-MM-dd}; get a new one");
        using var rsa = certificate.GetRSAPublicKey();
        if (rsa?.KeySize < LeastRsaBits)
            throw Bad(place, $"has an RSA key of {rsa.KeySize} bits; {LeastRsaBits} is the least");
    }

    private static KubeconfigException Bad(string place, string what) => new("kubeconfig.bad_certificate", place, $"the certificate {what}");
}
