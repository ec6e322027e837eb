using Posture.Analysis.Indexes.ImagePolicies;
using Posture.Model.Inventory;

namespace Posture.Analysis.Indexes;

public sealed partial class ClusterView
{
    private ImagePolicyIndex? _imagePolicies;

    /// <summary>Rules about images that policy engines hold.</summary>
    internal ImagePolicyIndex ImagePolicies => _imagePolicies ??= new(Inventory);

    private void ApplyToImagePolicies(InventoryChange change)
    {
        if (change.Subject is not ConfigMap { Name: not ImagePolicyIndex.SigstoreSettings } && ImagePolicyIndex.Kinds.Contains(change.Kind))
            _imagePolicies = null;
    }
}
