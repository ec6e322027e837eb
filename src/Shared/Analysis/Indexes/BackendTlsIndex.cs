using Posture.Model.Inventory;

namespace Posture.Analysis.Indexes;

/// <summary>BackendTLSPolicies by the Service they are for. Dropped when one changes.</summary>
internal sealed class BackendTlsIndex
{
    private readonly ILookup<(string Namespace, string Service), (string? Port, BackendTlsPolicy Policy)> _policies;

    /// <summary>Before v1alpha3 a policy had one target.</summary>
    internal BackendTlsIndex(ClusterInventory inventory) => _policies = inventory.All<BackendTlsPolicy>().OrderBy(policy => policy.Name, StringComparer.Ordinal)
        .SelectMany(policy => policy.Spec.Field("targetRefs").Items().Append(policy.Spec.Field("targetRef")).Where(target => target.Text("kind") == "Service")
            .Select(target => (Service: target.Text("name") ?? "", Port: target.Text("sectionName"), Policy: policy)))
        .ToLookup(row => (row.Policy.Namespace, row.Service), row => (row.Port, row.Policy));

    /// <summary>The policy for a port of a Service, the one that names the port first; null when there is none.</summary>
    public BackendTlsPolicy? Of(Service service, ServicePort? port)
    {
        BackendTlsPolicy? whole = null;
        foreach (var (section, policy) in _policies[(service.Namespace, service.Name)])
            if (section is null)
                whole ??= policy;
            else if (section == port?.Name)
                return policy;
        return whole;
    }

    /// <summary>Whether a port speaks TLS, by its application protocol, or else by its number or name.</summary>
    public static bool SpeaksTls(ServicePort? port) => port is not null
        && (port.AppProtocol is "https" or "HTTPS" or "kubernetes.io/wss" || (port.AppProtocol is null && (port.Port == 443 || port.Name == "https")));

    /// <summary>Whether a policy names who must have signed the backend's certificate.</summary>
    public static bool Verifies(BackendTlsPolicy policy) =>
        (policy.Spec.Field("validation") is var validation
            && (validation.Field("caCertificateRefs").HasContent() || validation.Text("wellKnownCACertificates") is { Length: > 0 }))
        || (policy.Spec.Field("tls") is var former && (former.Field("caCertRefs").HasContent() || former.Text("wellKnownCACerts") is { Length: > 0 }));
}
