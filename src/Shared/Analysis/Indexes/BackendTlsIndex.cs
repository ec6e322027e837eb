using Posture.Model.Inventory;

namespace Posture.Analysis.Indexes;

/// <summary>BackendTLSPolicies by the Service they are for. Dropped when one changes.</summary>
internal sealed class BackendTlsIndex
{
    private readonly ILookup<(string Namespace, string Service), (string? Port, BackendTlsPolicy Policy)> _policies;

    internal BackendTlsIndex(ClusterInventory inventory) => _policies = inventory.All<BackendTlsPolicy>().OrderBy(policy => policy.Name, StringComparer.Ordinal)
        .SelectMany(policy => policy.Spec.Field("targetRefs").Items().Where(target => target.Text("kind") == "Service")
            .Select(target => (Service: target.Text("name") ?? "", Port: target.Text("sectionName"), Policy: policy)))
        .ToLookup(row => (row.Policy.Namespace, row.Service), row => (row.Port, row.Policy));

    /// <summary>The policy for a port of a Service; null when there is none.</summary>
    public BackendTlsPolicy? Of(Service service, ServicePort? port)
    {
        foreach (var (section, policy) in _policies[(service.Namespace, service.Name)])
            if (section is null || section == port?.Name)
                return policy;
        return null;
    }

    /// <summary>Whether a policy names who must have signed the backend's certificate.</summary>
    public static bool Verifies(BackendTlsPolicy policy) => policy.Spec.Field("validation") is var validation
        && (validation.Field("caCertificateRefs").HasContent() || validation.Text("wellKnownCACertificates") is { Length: > 0 });
}
