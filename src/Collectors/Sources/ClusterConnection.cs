using System.Security.Cryptography.X509Certificates;
using Posture.Collectors.Outbound;

namespace Posture.Collectors.Sources;

/// <summary>How to reach one cluster. Made by <see cref="Kubeconfig"/> or <see cref="InCluster"/>; holds nothing that can run a program by itself.</summary>
/// <param name="Name">Name of the context, or <c>in-cluster</c>.</param>
/// <param name="Server">Address of the API server, https only; a path in front of the API is kept.</param>
/// <param name="Credential">What proves who we are.</param>
/// <param name="Outbound">What decides about each address before it is connected to.</param>
public sealed record ClusterConnection(string Name, Uri Server, ClusterCredential Credential, OutboundGuard Outbound)
{
    /// <summary>The only authorities to trust; null means those of the operating system.</summary>
    public X509Certificate2Collection? Authorities { get; init; }

    /// <summary>Name that the server's certificate must carry when it is not the host of <see cref="Server"/>.</summary>
    public string? TlsServerName { get; init; }

    /// <summary>Namespace named by the context; for display only, lists are always of the whole cluster.</summary>
    public string? Namespace { get; init; }

    /// <summary>Never a credential: this text may go to a log.</summary>
    public override string ToString() => $"{Name} at {Server.Host}:{Server.Port}";
}
