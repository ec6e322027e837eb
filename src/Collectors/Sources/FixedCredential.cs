using System.Security.Cryptography.X509Certificates;

namespace Posture.Collectors.Sources;

/// <summary>A credential that was handed over as text: a token, a client certificate, both or none.</summary>
internal sealed class FixedCredential(string? token, X509Certificate2? clientCertificate) : ClusterCredential
{
    public override X509Certificate2? ClientCertificate => clientCertificate;

    public override ValueTask<string?> TokenAsync(bool reload, CancellationToken cancellationToken) => ValueTask.FromResult(token);
}
