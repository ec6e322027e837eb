using System.Runtime.InteropServices;
using Posture.Model.Inventory;

namespace Posture.Analysis.Indexes;

/// <summary>
/// Values of the isolation label by the node that their pods run on; a pod that has ended runs on none. Follows pods one by one; dropped when a namespace changes.
/// </summary>
internal sealed class NodeTenants
{
    private readonly Dictionary<string, Dictionary<string, int>> _byNode = new(StringComparer.Ordinal);
    private readonly ClusterView _view;

    internal NodeTenants(ClusterView view)
    {
        _view = view;
        foreach (var pod in view.Inventory.All<Pod>())
            Count(pod, 1);
    }

    /// <summary>The values on a node, in order.</summary>
    public IReadOnlyList<string> On(string node) => _byNode.TryGetValue(node, out var held) ? [.. held.Keys.Order(StringComparer.Ordinal)] : [];

    /// <summary>Follows one pod.</summary>
    internal void Apply(InventoryChange change)
    {
        Count(change.Before as Pod, -1);
        Count(change.After as Pod, 1);
    }

    private void Count(Pod? pod, int step)
    {
        if (pod is not { Spec.NodeName: { Length: > 0 } node } || pod.Status?.Phase is "Succeeded" or "Failed" || _view.IsSystem(pod.Namespace) || IsOfDaemonSet(pod)
            || _view.NamespaceOf(pod.Namespace)?.Metadata.Labels[_view.Policy.IsolationLabel] is not { } tenant)
            return;
        if (!_byNode.TryGetValue(node, out var held))
            _byNode[node] = held = new(StringComparer.Ordinal);
        ref var pods = ref CollectionsMarshal.GetValueRefOrAddDefault(held, tenant, out _);
        pods += step;
        if (pods == 0)
            held.Remove(tenant);
    }

    private static bool IsOfDaemonSet(Pod pod)
    {
        foreach (var owner in pod.Metadata.OwnerReferences)
            if (owner is { Kind: "DaemonSet", Controller: true })
                return true;
        return false;
    }
}
