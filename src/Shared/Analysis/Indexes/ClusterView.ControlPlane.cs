namespace Posture.Analysis.Indexes;

public sealed partial class ClusterView
{
    private ControlPlaneFlags? _controlPlane;

    /// <summary>Flags of control-plane components, where their pods are visible (rule R9).</summary>
    public ControlPlaneFlags ControlPlane => _controlPlane ??= new(Inventory);
}
