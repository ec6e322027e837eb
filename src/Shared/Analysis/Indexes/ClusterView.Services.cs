namespace Posture.Analysis.Indexes;

public sealed partial class ClusterView
{
    private ServiceIndex? _services;

    /// <summary>Services by the workloads they select.</summary>
    public ServiceIndex Services => _services ??= new(Inventory);
}
