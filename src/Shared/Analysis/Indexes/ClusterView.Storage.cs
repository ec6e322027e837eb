namespace Posture.Analysis.Indexes;

public sealed partial class ClusterView
{
    private VolumeIndex? _volumes;
    private ClaimUseIndex? _claimUses;

    /// <summary>Volumes and the claims bound to them.</summary>
    public VolumeIndex Volumes => _volumes ??= new(Inventory);

    /// <summary>Claims and the workloads that mount them.</summary>
    public ClaimUseIndex ClaimUses => _claimUses ??= new(Workloads);
}
