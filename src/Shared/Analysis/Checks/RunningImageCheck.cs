using Posture.Analysis.Indexes;
using Posture.Model.Inventory;

namespace Posture.Analysis.Checks;

/// <summary>
/// A check of the digests that a workload runs, joined with what scanners and registries say of them: by digest, never by name. A workload that runs nothing is not
/// applicable.
/// </summary>
internal abstract class RunningImageCheck : WorkloadCheck
{
    /// <summary>For <see cref="Unavailable"/>: no scanner has left anything.</summary>
    protected const string NoScanner = "run a scanner that writes reports into the cluster, for example trivy-operator, or import its output with 'posture scan --import'";

    protected sealed override bool TemplateOnly => true;

    /// <summary>Why nothing can be said of any image, and what would bring it; null when something can.</summary>
    protected virtual string? Unavailable(ClusterView view) => null;

    /// <summary>Called once a container and digest; the digest is known.</summary>
    protected abstract void Evaluate(RunningImage image, Workload workload, ClusterView view, Judgement judgement);

    protected sealed override void Evaluate(Workload workload, PodView pod, ClusterView view, Judgement judgement)
    {
        if (Unavailable(view) is { } reason)
            judgement.NotAssessed(reason);
        else if (workload.Pods.Count == 0 && IsStopped(workload.Object))
            judgement.NotApplicable("The workload is scaled to 0: none of its images runs.");
        else
            foreach (var image in workload.Images)
                if (image.Digest.Length == 0)
                    judgement.NotAssessed($"The digest that container {image.Container} runs is not known yet, so no report can be matched.");
                else
                    Evaluate(image, workload, view, judgement);
    }

    private static bool IsStopped(KubeObject item) =>
        item is Deployment { Spec.Replicas: 0 } or StatefulSet { Spec.Replicas: 0 } or ReplicaSet { Spec.Replicas: 0 } or ReplicationController { Spec.Replicas: 0 };
}
