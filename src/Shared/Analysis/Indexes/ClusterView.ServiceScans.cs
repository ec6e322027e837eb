using Posture.Model.Inventory;

namespace Posture.Analysis.Indexes;

public sealed partial class ClusterView
{
    private ServiceScans? _serviceScans;

    /// <summary>What scanners saw of Services.</summary>
    internal ServiceScans ServiceScans => _serviceScans ??= new(Inventory);

    private void ApplyToServiceScans(InventoryChange change)
    {
        if (ServiceScans.Kinds.Contains(change.Kind))
            _serviceScans = null;
    }
}
