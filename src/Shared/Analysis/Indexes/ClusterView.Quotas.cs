using Posture.Model.Inventory;

namespace Posture.Analysis.Indexes;

public sealed partial class ClusterView
{
    private QuotaIndex? _quotas;

    /// <summary>Quotas and limit ranges by namespace.</summary>
    internal QuotaIndex Quotas => _quotas ??= new(Inventory);

    private void ApplyToQuotas(InventoryChange change)
    {
        if (change.Subject is ResourceQuota or LimitRange)
            _quotas = null;
    }
}
