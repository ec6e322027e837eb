using Posture.Analysis.Indexes;

namespace Posture.Analysis.Checks.L02Content;

/// <summary>A check of every image reference of a pod (rules R3, R13). A container without a readable reference is not assessed.</summary>
internal abstract class ImageCheck : WorkloadCheck
{
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
