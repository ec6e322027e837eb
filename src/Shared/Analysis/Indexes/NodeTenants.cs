using Posture.Model.Inventory;

namespace Posture.Analysis.Indexes;

/// <summary>Values of the isolation label by the node that their pods run on; a pod that has ended runs on none. Dropped when a pod moves or ends.</summary>
internal sealed class NodeTenants
{
    private readonly Dictionary<string, SortedSet<string>> _byNode = new(StringComparer.Ordinal);

    internal NodeTenants(ClusterView view)
    {
        foreach (var pod in view.Inventory.All<Pod>())
        {
            if (PlaceOf(pod) is not { Length: > 0 } node || view.IsSystem(pod.Namespace)
                || pod.Metadata.OwnerReferences.Any(owner => owner is { Kind: "DaemonSet", Controller: true })
                || view.NamespaceOf(pod.Namespace)?.Metadata.Labels[view.Policy.IsolationLabel] is not { } tenant)
                continue;
            if (!_byNode.TryGetValue(node, out var held))
                _byNode[node] = held = new(StringComparer.Ordinal);
            held.Add(tenant);
        }
    }

    /// <summary>The node that a pod runs on; null before it is placed and after it has ended.</summary>
    internal static string? PlaceOf(Pod? pod) => pod?.Status?.Phase is "Succeeded" or "Failed" ? null : pod?.Spec.NodeName;

    public IReadOnlyCollection<string> On(string node) => _byNode.TryGetValue(node, out var held) ? held : [];
}
