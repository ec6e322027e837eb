using Posture.Model.Inventory;

namespace Posture.Analysis.Indexes;

public sealed partial class ClusterView
{
    private QuotaIndex? _quotas;
    private NodeTenants? _nodeTenants;

    /// <summary>Quotas and limit ranges by namespace.</summary>
    internal QuotaIndex Quotas => _quotas ??= new(Inventory);

    /// <summary>Tenants by node.</summary>
    internal NodeTenants NodeTenants => _nodeTenants ??= new(this);

    private void ApplyToQuotas(InventoryChange change)
    {
        if (change.Subject is ResourceQuota or LimitRange)
            _quotas = null;
        if (change.Subject is Namespace || (change.Subject is Pod && (change.Before as Pod)?.Spec.NodeName != (change.After as Pod)?.Spec.NodeName))
            _nodeTenants = null;
    }
}
