using Posture.Analysis.Indexes;
using Posture.Analysis.Indexes.ImagePolicies;
using Posture.Model.Inventory;

namespace Posture.Analysis.Checks.L04Build;

/// <summary>
/// L4-POLICY-ATTESTATION: an enforced policy that covers the namespace demands a provenance attestation (predicate <c>https://slsa.dev/provenance/…</c>), not a
/// signature alone. Where one of several authorities is enough, each must demand it.
/// </summary>
internal sealed class ProvenanceRequired : NamespaceCheck
{
    public override string Id => "L4-POLICY-ATTESTATION";

    public override IReadOnlyList<KindRef> Reads { get; } = [.. ImagePolicyIndex.SignatureKinds, .. WorkloadKinds];

    protected override void Evaluate(Namespace ns, ClusterView view, Judgement judgement)
    {
        if (!view.Workloads.InNamespace(ns.Name).Any())
        {
            judgement.NotApplicable("No pods and no workloads in this namespace.");
            return;
        }
        ImageRule? unsure = null;
        foreach (var rule in view.ImagePolicies.Rules)
            if (rule is { VerifiesSignatures: true, DemandsProvenance: true, Enforcing: true })
                switch (rule.Covers(ns))
                {
                    case true:
                        judgement.Note("Namespace", rule.Title, "Demands provenance of the images it matches.");
                        return;
                    case null:
                        unsure = rule;
                        break;
                }
        if (unsure is not null)
            judgement.NotAssessed($"Conditions written as expressions decide whether {unsure.Title} holds here.");
        else
            judgement.Fail("Namespace", "no provenance demanded", "an enforced policy with an attestation of type https://slsa.dev/provenance/…",
                $"An image that runs in {ns.Name} need not tell how and from what it was built.");
    }
}
