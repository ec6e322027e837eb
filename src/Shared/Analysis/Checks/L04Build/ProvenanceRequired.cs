using Posture.Analysis.Indexes;
using Posture.Analysis.Indexes.ImagePolicies;
using Posture.Model.Inventory;

namespace Posture.Analysis.Checks.L04Build;

/// <summary>
/// L4-POLICY-ATTESTATION: an enforced policy that covers the namespace demands a provenance attestation (predicate <c>https://slsa.dev/provenance/…</c>), not a
/// signature alone. Where one of several authorities is enough, each must demand it. A policy about images that nothing here runs covers nothing.
/// </summary>
internal sealed class ProvenanceRequired : NamespaceCheck
{
    public override string Id => "L4-POLICY-ATTESTATION";

    public override IReadOnlyList<KindRef> Reads { get; } = [.. ImagePolicyIndex.SignatureKinds, .. WorkloadKinds];

    internal override bool HeedsReplica(Workload workload) => false;

    protected override void Evaluate(Namespace ns, ClusterView view, Judgement judgement)
    {
        if (!view.Workloads.InNamespace(ns.Name).Any())
        {
            judgement.NotApplicable("No pods and no workloads in this namespace.");
            return;
        }
        List<ImageReference>? images = null;
        ImageRule? unsure = null;
        foreach (var rule in view.ImagePolicies.Rules)
            if (rule is { VerifiesSignatures: true, DemandsProvenance: true, Enforcing: true }
                && (images ??= ImagesOf(ns.Name, view)) is var held && (held.Count == 0 || held.Exists(image => rule.Matches(image) != false)))
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

    private static List<ImageReference> ImagesOf(string ns, ClusterView view) =>
        [.. view.Workloads.InNamespace(ns).SelectMany(workload => workload.Template.Containers())
            .Select(container => view.ImageOf(container.Container.Image)).OfType<ImageReference>().Distinct()];
}
