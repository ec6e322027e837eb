using Posture.Analysis.Indexes.ImagePolicies;
using Posture.Analysis.Provenance;
using Posture.Model.Inventory;

namespace Posture.Analysis.Indexes;

public sealed partial class ClusterView
{
    /// <summary>Every signature is tried with each of them.</summary>
    private const int MaxAdmissionKeys = 64;

    private ImagePolicyIndex? _imagePolicies;

    /// <summary>Rules about images that policy engines hold.</summary>
    internal ImagePolicyIndex ImagePolicies => _imagePolicies ??= new(Inventory);

    /// <summary>Keys that the rules go by, each once, in an order of their own: signatures have to be verified with them to say whom a rule would let in.</summary>
    public IReadOnlyList<VerificationKey> AdmissionKeys() =>
        [.. ImagePolicies.Rules.SelectMany(rule => rule.Signers?.Keys ?? []).DistinctBy(key => key.Fingerprint).OrderBy(key => key.Fingerprint, StringComparer.Ordinal).Take(MaxAdmissionKeys)];

    private void ApplyToImagePolicies(InventoryChange change)
    {
        if (change.Subject is not ConfigMap { Name: not ImagePolicyIndex.SigstoreSettings } && ImagePolicyIndex.Kinds.Contains(change.Kind))
            _imagePolicies = null;
    }
}
