namespace Posture.Analysis.Indexes;

public sealed partial class ClusterView
{
    private AccessIndex? _access;

    /// <summary>Bindings and the rules they grant.</summary>
    public AccessIndex Access => _access ??= new(Inventory, Policy);
}
