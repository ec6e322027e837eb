namespace Posture.Analysis.Indexes;

public sealed partial class ClusterView
{
    private PodSecurityLevels? _podSecurity;

    /// <summary>What Pod Security admission enforces, by namespace.</summary>
    public PodSecurityLevels PodSecurity => _podSecurity ??= new(Inventory, ControlPlane);
}
