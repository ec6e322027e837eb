using Posture.Analysis.Indexes;
using Posture.Model.Inventory;
using Posture.Model.Verdicts;

namespace Posture.Analysis.Checks.L03Registries;

/// <summary>
/// L3-PULL-SECRET-DANGLING: a pull secret that a workload or service account names is there and of the current type. Needs the right to list Secrets, which
/// is off by default.
/// </summary>
internal sealed class DanglingPullSecret : WorkloadOrObjectCheck<ServiceAccount>
{
    private const string Current = "kubernetes.io/dockerconfigjson";
    private static readonly KindRef Secrets = new("", "Secret");

    public override string Id => "L3-PULL-SECRET-DANGLING";

    public override IReadOnlyList<KindRef> Reads { get; } = [Secrets];

    protected override bool TemplateOnly => true;

    protected override bool Concerns(Workload workload, ClusterView view) => workload.Template.Spec.ImagePullSecrets.Count > 0;

    protected override bool Concerns(ServiceAccount item, ClusterView view) => item.ImagePullSecrets.Count > 0;

    protected override void Evaluate(Workload workload, PodView pod, ClusterView view, Judgement judgement) =>
        Judge(pod.At("imagePullSecrets"), workload.Namespace, pod.Spec.ImagePullSecrets, view, judgement);

    protected override void Evaluate(ServiceAccount item, ClusterView view, Judgement judgement) =>
        Judge("imagePullSecrets", item.Namespace, item.ImagePullSecrets, view, judgement);

    private static void Judge(EvidencePath path, string ns, IReadOnlyList<LocalObjectReference> named, ClusterView view, Judgement judgement)
    {
        if (view.Inventory.CountOf(Secrets) == 0)
        {
            judgement.NotAssessed("No Secret is among the objects read, so whether the pull secret exists is unknown.");
            return;
        }
        for (var i = 0; i < named.Count; i++)
            if (view.Inventory.Find<Secret>(ns, named[i].Name) is not { } secret)
                judgement.Fail($"{path}[{i}].name", $"{named[i].Name} does not exist", "a Secret of the namespace",
                    "Pulls go on without credentials, or with those of the node.");
            else if (secret.Type != Current)
                judgement.Fail($"Secret/{secret.Name}: type", secret.Type ?? "absent (Opaque)", Current,
                    secret.Type == "kubernetes.io/dockercfg" ? "The format is given up by registries and tools." : "A Secret of this type is no pull secret.");
    }
}
