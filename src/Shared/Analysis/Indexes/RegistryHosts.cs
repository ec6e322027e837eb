using Posture.Model.Inventory;

namespace Posture.Analysis.Indexes;

/// <summary>How many templates and pods take an image from each registry host. Follows pods one by one; dropped when a controller changes.</summary>
internal sealed class RegistryHosts
{
    private readonly Dictionary<string, int> _uses = new(StringComparer.Ordinal);
    private readonly ClusterView _view;

    internal RegistryHosts(ClusterView view)
    {
        _view = view;
        foreach (var workload in view.Workloads.All)
            if (workload.Object is not Pod)
                Count(workload.Template.Spec, 1);
        foreach (var pod in view.Inventory.All<Pod>())
            Count(pod, 1);
    }

    /// <summary>The hosts in use, in no particular order.</summary>
    public IReadOnlyCollection<string> All => _uses.Keys;

    /// <summary>Follows one pod.</summary>
    internal void Apply(InventoryChange change)
    {
        Count(change.Before as Pod, -1);
        Count(change.After as Pod, 1);
    }

    private void Count(Pod? pod, int step)
    {
        if (pod is not null && !WorkloadIndex.IsMirror(pod))
            Count(pod.Spec, step);
    }

    private void Count(PodSpec spec, int step)
    {
        foreach (var list in (ReadOnlySpan<IReadOnlyList<Container>>)[spec.InitContainers, spec.Containers, spec.EphemeralContainers])
            for (var i = 0; i < list.Count; i++)
                if (_view.ImageOf(list[i].Image) is { Host: var host } && (_uses[host] = _uses.GetValueOrDefault(host) + step) == 0)
                    _uses.Remove(host);
    }
}
