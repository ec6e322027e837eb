using Posture.Analysis.Access;
using Posture.Model.Inventory;

namespace Posture.Analysis.Indexes;

public sealed partial class ClusterView
{
    private AccessPaths? _accessPaths;

    /// <summary>Ways by which identities take over others.</summary>
    public AccessPaths AccessPaths => _accessPaths ??= new(this);

    /// <summary>What no path goes through, and what changes all the time beside.</summary>
    private void ApplyToPaths(InventoryChange change)
    {
        if (change.Subject is not (Service or PolicyReport or VulnerabilityReport or NetworkPolicy or Ingress))
            _accessPaths = null;
    }
}
