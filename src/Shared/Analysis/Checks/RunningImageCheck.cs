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

    /// <summary>
    /// Why a report that trivy-operator made of a container cannot be matched with the digest that runs; null when there is none under the container's reference.
    /// </summary>
    private protected static string? Unmatched<T>(DigestIndex<T> reports, RunningImage image, Workload workload, ClusterView view)
        where T : KubeObject
    {
        foreach (var container in workload.Template.Containers())
            if (container.Container.Name == image.Container && view.ImageOf(container.Container.Image) is { } reference
                && reports.Names(workload.Namespace, image.Container, reference))
                return $"A report of container {image.Container} and its tag exists, but not of {image.Digest}. Of an image named by a tag some versions of "
                    + "trivy-operator write another id than the digest, so whether it is of what runs is unknown; name the image by its digest.";
        return null;
    }

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
        else if (workload.Object is Pod or Job && RunningImage.AllEnded(workload))
            judgement.NotApplicable("Its pods have ended: none of its images runs.");
        else
            for (var (i, images) = (0, workload.Images); i < images.Count; i++)
                if (images[i].Digest.Length == 0)
                    judgement.NotAssessed($"The digest that container {images[i].Container} runs is not known yet, so no report can be matched.");
                else
                    Evaluate(images[i], workload, view, judgement);
    }

    private static bool IsStopped(KubeObject item) =>
        item is Deployment { Spec.Replicas: 0 } or StatefulSet { Spec.Replicas: 0 } or ReplicaSet { Spec.Replicas: 0 } or ReplicationController { Spec.Replicas: 0 };
}
