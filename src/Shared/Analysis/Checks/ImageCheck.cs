using Posture.Analysis.Indexes;

namespace Posture.Analysis.Checks;

/// <summary>A check of every image reference of a pod (rules R3, R13). A container whose image is absent or no reference is not assessed.</summary>
public abstract class ImageCheck : WorkloadCheck
{
    /// <summary>Called once a container of each view, with its parsed reference.</summary>
    protected abstract void Evaluate(ContainerView container, ImageReference image, ClusterView view, Judgement judgement);

    protected override void Evaluate(Workload workload, PodView pod, ClusterView view, Judgement judgement)
    {
        foreach (var container in pod.Containers())
            if (view.ImageOf(container.Container.Image) is { } image)
                Evaluate(container, image, view, judgement);
            else
                judgement.NotAssessed($"Container {container.Container.Name} names no readable image.");
    }
}
