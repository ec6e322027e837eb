using Posture.Analysis.Indexes;
using Posture.Analysis.Indexes.ImagePolicies;
using Posture.Analysis.Provenance;
using Posture.Model.Inventory;

namespace Posture.Analysis.Checks.L04Build;

/// <summary>
/// L4-IMG-SIGNATURE-VERIFIED: every image of the namespace's workloads is matched by a verification policy that is enforced there (Kubescape C-0236, NIST SP
/// 800-190 4.1.5), and what runs is signed by whom that policy accepts, as far as a registry was asked: it may have been admitted before the policy, or past it.
/// </summary>
internal sealed class SignatureVerified : NamespaceCheck
{
    private const string Expected = "an enforcing verification policy that matches the image";

    public override string Id => "L4-IMG-SIGNATURE-VERIFIED";

    public override IReadOnlyList<KindRef> Reads { get; } = [.. ImagePolicyIndex.SignatureKinds, .. WorkloadKinds, .. Kinds<ImageFacts>()];

    protected override void Evaluate(Namespace ns, ClusterView view, Judgement judgement)
    {
        if (!view.Workloads.InNamespace(ns.Name).Any())
        {
            judgement.NotApplicable("No pods and no workloads in this namespace.");
            return;
        }
        var rules = view.ImagePolicies.Rules.Where(rule => rule.VerifiesSignatures).ToList();
        var here = rules.FindAll(rule => rule.Covers(ns) != false);
        if (here.Count == 0)
        {
            judgement.Fail("Namespace",
                rules.Count == 0 ? "no verification policy" : $"not enforced here: {string.Join(", ", rules.Take(3).Select(rule => rule.Title))}", Expected,
                $"Unsigned images, and images signed by anybody, run in {ns.Name}.");
            return;
        }
        var seen = new HashSet<string?>(StringComparer.Ordinal);
        foreach (var workload in view.Workloads.InNamespace(ns.Name))
        {
            Hold(workload, here.FindAll(rule => rule.Covers(ns) == true), view, judgement);
            foreach (var pod in workload.LiveViews.Prepend(workload.Template))
                foreach (var container in pod.Containers())
                    if (seen.Add(container.Container.Image))
                        Judge(workload, container, here, ns, view, judgement);
        }
    }

    /// <summary>Holds the digests that run against who has to have signed them.</summary>
    private static void Hold(Workload workload, List<ImageRule> rules, ClusterView view, Judgement judgement)
    {
        if (rules.Count == 0)
            return;
        foreach (var running in workload.Images)
            if (view.FactsOf(running.Digest) is { } facts && ReferenceOf(workload, running, view) is { } image)
                foreach (var rule in rules)
                    if (rule.Matches(image) == true && rule.Signers?.Met(facts) == false)
                        judgement.Fail($"{workload.Object.Kind}/{workload.Object.Name}: {running.Path}", SignersOf(facts), $"a signature that {rule.Source.Ref} accepts",
                            $"Container {running.Container} runs an image that {rule.Title} would refuse: it was admitted before the policy, or past it ({facts.Source}).");
    }

    private static ImageReference? ReferenceOf(Workload workload, RunningImage running, ClusterView view)
    {
        foreach (var container in workload.Template.Containers())
            if (container.Container.Name == running.Container)
                return view.ImageOf(container.Container.Image);
        return null;
    }

    private static string SignersOf(ImageFactsData facts)
    {
        var names = (facts.Signatures ?? []).Select(signature => signature.Signer).OfType<string>().Distinct().Take(3).ToList();
        return names.Count > 0 ? "signed by " + string.Join(", ", names) : ProvenanceWords.StateOf(facts.Trust?.State ?? "") == ProvenanceState.NotSigned ? "nobody signed it" : "no signature that holds";
    }

    private static void Judge(Workload workload, ContainerView container, List<ImageRule> rules, Namespace ns, ClusterView view, Judgement judgement)
    {
        bool? verified = false;
        foreach (var rule in rules)
        {
            var matches = view.ImageOf(container.Container.Image) is { } image ? rule.Matches(image) : null;
            if (matches == true && rule.Covers(ns) == true)
                return;
            if (matches != false)
                verified = null;
        }
        if (verified is null)
            judgement.NotAssessed($"Conditions written as expressions decide whether {container.Container.Image ?? "an image"} is verified.");
        else
            judgement.Fail($"{workload.Object.Kind}/{workload.Object.Name}: {container.At("image")}", container.Container.Image ?? "", Expected,
                $"No enforced verification policy matches the image of container {container.Container.Name}.");
    }
}
