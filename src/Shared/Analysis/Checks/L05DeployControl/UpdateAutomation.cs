using Posture.Analysis.Indexes;
using Posture.Model.Inventory;

namespace Posture.Analysis.Checks.L05DeployControl;

/// <summary>
/// L5-AUTO-ROLLOUT: something that works brings fixed images to the cluster: Flux image automation, Argo CD Image Updater, Keel, Renovate, or what the policy
/// names outside; and no workload lags behind a newer image of its line of versions for longer than agreed, where a registry says what there is.
/// </summary>
internal sealed class UpdateAutomation : ClusterCheck
{
    private const string NotAsked = "How far workloads lag behind fixed images is not judged: no registry said what there is.";
    private const string Suspended = "is suspended";
    private const string NotReady = "is not ready";
    private const string Silent = "does not say whether it is ready";
    private const string NoReplicas = "has no replicas";
    private static readonly KindRef Automation = new("image.toolkit.fluxcd.io", "ImageUpdateAutomation");
    private static readonly string[] Images = ["argocd-image-updater", "keel", "renovate"];

    public override string Id => "L5-AUTO-ROLLOUT";

    public override IReadOnlyList<KindRef> Reads { get; } = [Automation, .. WorkloadKinds, .. Kinds<ImageFacts>()];

    /// <summary>Pods come and go; templates tell, and what is known of the images that they bring.</summary>
    public override bool Heeds(KubeObject changed) => changed is GenericObject or Deployment or StatefulSet or CronJob or ImageFacts;

    protected override void Evaluate(ClusterView view, Judgement judgement)
    {
        var lag = Lagging(view, judgement);
        (string Place, string Problem)? broken = null;
        string? silent = null;
        foreach (var (place, problem) in Found(view).OrderBy(found => found.Place, StringComparer.Ordinal))
            if (problem is null)
            {
                judgement.Note(place, "works", lag);
                return;
            }
            else if (problem == Silent)
                silent ??= place;
            else
                broken ??= (place, problem);
        if (view.Policy.UpdateAutomation.Count > 0)
            judgement.Note("policy", string.Join(", ", view.Policy.UpdateAutomation), lag);
        else if (silent is not null)
            judgement.NotAssessed($"{silent} {Silent}.");
        else
            judgement.Fail(broken is { } found ? $"{found.Place}: {FieldOf(found.Problem)}" : "cluster", broken?.Problem ?? "none", "a working update automation, or one outside the cluster named in the policy",
                broken is null ? "Nothing brings fixed images to the cluster on its own." : "The update automation does not work.");
    }

    /// <summary>Tells the workloads that lag behind, and in a sentence what was looked at.</summary>
    private static string Lagging(ClusterView view, Judgement judgement)
    {
        var (isKnown, agreed) = (false, view.Policy.RolloutDays);
        foreach (var workload in view.Workloads.All)
            if (workload.Pods.Count > 0 && !RunningImage.AllEnded(workload) && !view.IsSystem(workload.Namespace))
                foreach (var image in workload.Images)
                {
                    if (view.FactsOf(image.Digest) is not { Newest: { } newest } facts)
                        continue;
                    isKnown = true;
                    // By the time of building too: a node may tell the digest of its platform, where the registry tells that of the index.
                    if (newest.Digest != image.Digest && newest.Created is { } built && built > facts.Created && (view.Now - built).TotalDays > agreed)
                        judgement.Fail(
                            $"{workload.Object.Kind}/{workload.Namespace}/{workload.Object.Name}", image.Digest, newest.Tag,
                            $"Container {image.Container} has not got {newest.Tag}, which was built {(int)(view.Now - built).TotalDays} days ago; {agreed} are agreed.");
                }
        return isKnown ? $"Of the images whose registry was asked none lags behind a newer one of its line for more than {agreed} days." : NotAsked;
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
