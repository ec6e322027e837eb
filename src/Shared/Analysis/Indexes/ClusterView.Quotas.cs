using Posture.Model.Inventory;

namespace Posture.Analysis.Indexes;

public sealed partial class ClusterView
{
    private QuotaIndex? _quotas;
    private NodeTenants? _nodeTenants;
    private NodePools? _nodePools;
    private HashSet<string>? _boundNamespaces;

    /// <summary>Quotas and limit ranges by namespace.</summary>
    internal QuotaIndex Quotas => _quotas ??= new(Inventory);

    /// <summary>Tenants by node.</summary>
    internal NodeTenants NodeTenants => _nodeTenants ??= new(this);

    /// <summary>Pools of nodes.</summary>
    internal NodePools NodePools => _nodePools ??= new(Inventory);

    /// <summary>Namespaces with a RoleBinding.</summary>
    internal IReadOnlySet<string> BoundNamespaces =>
        _boundNamespaces ??= Inventory.All<RoleBinding>().Select(binding => binding.Namespace).ToHashSet(StringComparer.Ordinal);

    private void ApplyToQuotas(InventoryChange change)
    {
        if (change.Subject is ResourceQuota or LimitRange)
            _quotas = null;
        if (change.Subject is RoleBinding)
            _boundNamespaces = null;
        if (change.Subject is Namespace)
            _nodeTenants = null;
        else if (change.Subject is Pod)
            _nodeTenants?.Apply(change);
        if (change.Subject is Node)
            _nodePools = null;
    }
}
