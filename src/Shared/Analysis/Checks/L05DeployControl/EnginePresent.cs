using Posture.Analysis.Indexes;
using Posture.Model.Inventory;

namespace Posture.Analysis.Checks.L05DeployControl;

/// <summary>
/// L5-ENGINE-PRESENT: in every user namespace something refuses bad objects: an enforced Pod Security level or a policy engine with an enforcing policy. A
/// cluster where only some namespaces have one fails and names the others.
/// </summary>
internal sealed class EnginePresent : ClusterCheck
{
    public override string Id => "L5-ENGINE-PRESENT";

    public override IReadOnlyList<KindRef> Reads { get; } =
    [
        .. Kinds<Namespace>(), .. WorkloadKinds, .. Kinds<ValidatingAdmissionPolicy>(), .. Kinds<ValidatingAdmissionPolicyBinding>(),
        new("kyverno.io", "ClusterPolicy"), new("kyverno.io", "Policy"), new("policies.kyverno.io", "ValidatingPolicy"),
        new("policies.kyverno.io", "ImageValidatingPolicy"), new("policies.kyverno.io", "NamespacedValidatingPolicy"),
        new("policies.kyverno.io", "NamespacedImageValidatingPolicy"), .. AdmissionEngines.KubewardenKinds,
        new("constraints.gatekeeper.sh", "K8sAllowedRepos"), new("constraints.gatekeeper.sh", "K8sAllowedReposv2"),
        new("config.gatekeeper.sh", "Config"), new("policy.sigstore.dev", "ClusterImagePolicy"),
    ];

    internal override bool HeedsReplica(Workload workload) => AdmissionEngines.MayBe(workload);

    protected override void Evaluate(ClusterView view, Judgement judgement)
    {
        var engineIn = AdmissionEngines.Of(view);
        int covered = 0, hidden = 0;
        var bare = new List<string>();
        foreach (var ns in view.Namespaces.Where(ns => !view.IsSystem(ns.Name)).OrderBy(ns => ns.Name, StringComparer.Ordinal))
        {
            var level = view.PodSecurity.EnforcedIn(ns.Name);
            var by = level.IsBaseline ? $"Pod Security {level.Level}" : engineIn(ns);
            if (by is not null)
            {
                if (++covered <= Judgement.MaxEvidence)
                    judgement.Note($"Namespace/{ns.Name}", by, "Refuses bad objects here.");
            }
            else if (view.Inventory.Find<Namespace>("", ns.Name) is null || (level.Level is null && view.PodSecurity.ConfigFile is not null))
                hidden++;
            else
                bare.Add(ns.Name);
        }
        if (bare.Count > 0 && covered == 0)
            judgement.Fail("Namespace", $"{bare.Count} namespaces, none protected", "an enforced Pod Security level or a policy engine that enforces",
                "Nothing in this cluster refuses a bad workload at admission.");
        else
            foreach (var name in bare)
                judgement.Fail($"Namespace/{name}: metadata.labels", "no mechanism", "an enforced Pod Security level or a policy engine that enforces",
                    $"Nothing refuses a bad workload in {name}.");
        if (hidden > 0)
            judgement.NotAssessed($"The Pod Security level of {hidden} namespaces cannot be seen (no Namespace object, or a default in files).");
        else if (covered + bare.Count == 0)
            judgement.NotApplicable("There are no namespaces beside those of the system.");
    }
}
