using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Posture.Collectors.Outbound;

namespace Posture.Collectors.Registries;

/// <summary>Opens clients of registries that an administrator named, through the outbound guard.</summary>
internal static class RegistryConnection
{
    /// <summary>A client.</summary>
    /// <param name="endpoint">The registry.</param>
    /// <param name="authorities">Authorities of its certificate; null for those that the system trusts.</param>
    /// <param name="time">Clock.</param>
    public static RegistryClient Open(RegistryEndpoint endpoint, X509Certificate2Collection? authorities, TimeProvider time)
    {
        var registry = new OutboundGuard(OutboundRules.Configured(endpoint.Base)).Handler();
        if (authorities is not null)
            registry.SslOptions = new SslClientAuthenticationOptions { CertificateChainPolicy = Trusting(authorities) };
        // Where a registry sends us is the registry's choice and not the administrator's.
        return new(endpoint, registry, new OutboundGuard(OutboundRules.Uploaded([])).Handler(), time);
    }

    /// <summary>Authorities of a PEM file.</summary>
    /// <exception cref="RegistryException">There is none in it.</exception>
    public static X509Certificate2Collection Authorities(string pem)
    {
        var authorities = new X509Certificate2Collection();
        try
        {
            authorities.ImportFromPem(pem);
        }
        catch (CryptographicException broken)
        {
            throw new RegistryException("registry.bad_authority", "the file of authorities holds no certificate that can be read", broken);
        }
        return authorities.Count > 0 ? authorities : throw new RegistryException("registry.bad_authority", "the file of authorities holds no certificate");
    }

    private static X509ChainPolicy Trusting(X509Certificate2Collection authorities)
    {
        var policy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck, DisableCertificateDownloads = true };
        policy.CustomTrustStore.AddRange(authorities);
        return policy;
    }
}
