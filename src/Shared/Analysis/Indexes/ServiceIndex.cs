using Posture.Model.Inventory;

namespace Posture.Analysis.Indexes;

/// <summary>Services by namespace, for the question which of them a workload is behind.</summary>
public sealed class ServiceIndex
{
    private readonly ILookup<string, Service> _selecting;

    internal ServiceIndex(ClusterInventory inventory) =>
        _selecting = inventory.All<Service>().Where(service => service.Spec.Selector.Count > 0).ToLookup(service => service.Namespace, StringComparer.Ordinal);

    /// <summary>Services whose selector matches the pods of a workload. A Service without a selector selects nothing.</summary>
    public IEnumerable<Service> Of(Workload workload)
    {
        foreach (var service in _selecting[workload.Namespace])
            if (workload.PodLabels.Matches(service.Spec.Selector))
                yield return service;
    }
}
