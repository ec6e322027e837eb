using Posture.Analysis.Indexes;
using Posture.Model.Inventory;

namespace Posture.Analysis.Checks.L05DeployControl;

/// <summary>
/// L5-AUTO-ROLLOUT: something that works brings fixed images to the cluster: Flux image automation, Argo CD Image Updater, Keel, Renovate, or what the policy
/// names outside. How far workloads lag behind needs the registry and is not judged here.
/// </summary>
internal sealed class UpdateAutomation : ClusterCheck
{
    private const string Lag = "How far workloads lag behind fixed images is not judged: no registry is asked.";
    private const string Suspended = "is suspended";
    private const string NotReady = "is not ready";
    private const string Silent = "does not say whether it is ready";
    private const string NoReplicas = "has no replicas";
    private static readonly KindRef Automation = new("image.toolkit.fluxcd.io", "ImageUpdateAutomation");
    private static readonly string[] Images = ["argocd-image-updater", "keel", "renovate"];

    public override string Id => "L5-AUTO-ROLLOUT";

    public override IReadOnlyList<KindRef> Reads { get; } = [Automation, .. WorkloadKinds];

    /// <summary>Pods come and go; templates tell.</summary>
    public override bool Heeds(KubeObject changed) => changed is GenericObject or Deployment or StatefulSet or CronJob;

    protected override void Evaluate(ClusterView view, Judgement judgement)
    {
        (string Place, string Problem)? broken = null;
        string? silent = null;
        foreach (var (place, problem) in Found(view).OrderBy(found => found.Place, StringComparer.Ordinal))
            if (problem is null)
            {
                judgement.Note(place, "works", Lag);
                return;
            }
            else if (problem == Silent)
                silent ??= place;
            else
                broken ??= (place, problem);
        if (view.Policy.UpdateAutomation.Count > 0)
            judgement.Note("policy", string.Join(", ", view.Policy.UpdateAutomation), Lag);
        else if (silent is not null)
            judgement.NotAssessed($"{silent} {Silent}.");
        else
            judgement.Fail(broken is { } found ? $"{found.Place}: {FieldOf(found.Problem)}" : "cluster", broken?.Problem ?? "none", "a working update automation, or one outside the cluster named in the policy",
                broken is null ? "Nothing brings fixed images to the cluster on its own." : "The update automation does not work.");
    }

    private static string FieldOf(string problem) => problem == NotReady ? "status.conditions" : problem == NoReplicas ? "spec.replicas" : "spec.suspend";

    /// <summary>Automations, and what is wrong with each.</summary>
    private static IEnumerable<(string Place, string? Problem)> Found(ClusterView view)
    {
        foreach (var item in view.Inventory.All(Automation).OfType<GenericObject>())
            yield return ($"ImageUpdateAutomation/{item.Namespace}/{item.Name}",
                item.Spec.Field("suspend").Flag() == true ? Suspended : ProblemOf(item));
        foreach (var workload in view.Workloads.All)
            if (workload.Object is Deployment or StatefulSet or CronJob
                && workload.Template.Spec.Containers.Any(container => IsUpdater(view.ImageOf(container.Image))))
                yield return ($"{workload.Object.Kind}/{workload.Namespace}/{workload.Object.Name}", workload.Object switch
                {
                    Deployment { Spec.Replicas: 0 } or StatefulSet { Spec.Replicas: 0 } => NoReplicas,
                    CronJob { Spec.Suspend: true } => Suspended,
                    _ => null,
                });
    }

    private static string? ProblemOf(GenericObject item) =>
        item.Status.Field("conditions").Items().FirstOrDefault(condition => condition.Text("type") == "Ready").Text("status") switch
        {
            "True" => null,
            "False" => NotReady,
            _ => Silent,
        };

    private static bool IsUpdater(ImageReference? image) => image is { Path: var path } && Images.Contains(path[(path.LastIndexOf('/') + 1)..]);
}
