using Posture.Analysis.Indexes;
using Posture.Analysis.Indexes.ImagePolicies;
using Posture.Model.Inventory;

namespace Posture.Analysis.Checks.L04Build;

/// <summary>
/// L4-IMG-SIGNATURE-VERIFIED: every image of the namespace's workloads is matched by a verification policy that is enforced there (Kubescape C-0236, NIST SP
/// 800-190 4.1.5).
/// </summary>
internal sealed class SignatureVerified : NamespaceCheck
{
    private const string Expected = "an enforcing verification policy that matches the image";

    public override string Id => "L4-IMG-SIGNATURE-VERIFIED";

    public override IReadOnlyList<KindRef> Reads { get; } = [.. ImagePolicyIndex.SignatureKinds, .. WorkloadKinds];

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
            foreach (var pod in workload.LiveViews.Prepend(workload.Template))
                foreach (var container in pod.Containers())
                    if (seen.Add(container.Container.Image))
                        Judge(workload, container, here, ns, view, judgement);
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
