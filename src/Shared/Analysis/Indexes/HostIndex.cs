using Posture.Model.Inventory;

namespace Posture.Analysis.Indexes;

/// <summary>Namespaces by the hosts that their Ingresses claim. Built once, dropped when an Ingress changes.</summary>
internal sealed class HostIndex
{
    private readonly Dictionary<string, SortedSet<string>> _namespaces = new(StringComparer.OrdinalIgnoreCase);

    internal HostIndex(ClusterInventory inventory)
    {
        foreach (var ingress in inventory.All<Ingress>())
            foreach (var rule in ingress.Spec.Rules)
            {
                if (rule.Host is not { Length: > 0 } host)
                    continue;
                if (!_namespaces.TryGetValue(host, out var held))
                    _namespaces[host] = held = new(StringComparer.Ordinal);
                held.Add(ingress.Namespace);
            }
    }

    /// <summary>The first other namespace that claims a host; null when none does.</summary>
    public string? OthersWith(Ingress ingress, string host) =>
        _namespaces.TryGetValue(host, out var held) ? held.FirstOrDefault(ns => ns != ingress.Namespace) : null;
}
