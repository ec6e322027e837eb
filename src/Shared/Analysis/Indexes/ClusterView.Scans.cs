namespace Posture.Analysis.Indexes;

public sealed partial class ClusterView
{
    private ScanIndex? _scans;

    /// <summary>Vulnerability scans by namespace and image digest.</summary>
    public ScanIndex Scans => _scans ??= new(Inventory);
}
