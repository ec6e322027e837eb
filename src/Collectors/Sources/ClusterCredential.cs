using System.Security.Cryptography.X509Certificates;

namespace Posture.Collectors.Sources;

/// <summary>What proves to an API server who we are. Its text form says the kind only.</summary>
public abstract class ClusterCredential
{
    /// <summary>Client certificate with its key, shown during the TLS handshake; null when there is none.</summary>
    public virtual X509Certificate2? ClientCertificate => null;

    /// <summary>The bearer token, or null when there is none.</summary>
    /// <param name="reload">The server rejected the last one: read it again from where it comes.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public abstract ValueTask<string?> TokenAsync(bool reload, CancellationToken cancellationToken);
}
