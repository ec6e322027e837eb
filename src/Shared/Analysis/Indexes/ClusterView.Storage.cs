using Posture.Model.Inventory;

namespace Posture.Analysis.Indexes;

public sealed partial class ClusterView
{
    private VolumeIndex? _volumes;
    private ClaimUseIndex? _claimUses;
    private DataCopies? _copies;

    /// <summary>Volumes and the claims bound to them.</summary>
    public VolumeIndex Volumes => _volumes ??= new(Inventory);

    /// <summary>Claims and the workloads that mount them.</summary>
    public ClaimUseIndex ClaimUses => _claimUses ??= new(Workloads);

    /// <summary>Snapshots and backups of claims.</summary>
    internal DataCopies Copies => _copies ??= new(Inventory);

    /// <summary>What the volumes of a namespace hold, by the policy's label: <c>stateful</c>, <c>critical</c>, or null when nobody said.</summary>
    internal string? DataOf(string ns) => NamespaceOf(ns)?.Metadata.Labels[Policy.DataLabel] is ("stateful" or "critical") and var data ? data : null;

    private void ApplyToStorage(InventoryChange change)
    {
        if (DataCopies.Kinds.Contains(change.Kind))
            _copies = null;
    }
}
