using Posture.Model.Inventory;

namespace Posture.Analysis.Indexes;

/// <summary>Values of the isolation label by the node that their pods run on. Built once, dropped when a pod or namespace changes.</summary>
internal sealed class NodeTenants
{
    private readonly Dictionary<string, SortedSet<string>> _byNode = new(StringComparer.Ordinal);

    internal NodeTenants(ClusterView view)
    {
        foreach (var pod in view.Inventory.All<Pod>())
        {
            if (pod.Spec.NodeName is not { Length: > 0 } node || view.IsSystem(pod.Namespace)
                || pod.Metadata.OwnerReferences.Any(owner => owner is { Kind: "DaemonSet", Controller: true })
                || view.NamespaceOf(pod.Namespace)?.Metadata.Labels[view.Policy.IsolationLabel] is not { } tenant)
                continue;
            if (!_byNode.TryGetValue(node, out var held))
                _byNode[node] = held = new(StringComparer.Ordinal);
            held.Add(tenant);
        }
    }

    public IReadOnlyCollection<string> On(string node) => _byNode.TryGetValue(node, out var held) ? held : [];
}
