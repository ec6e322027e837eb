using Posture.Analysis.Indexes;

namespace Posture.Analysis.Checks.L02Content;

/// <summary>
/// L2-IMG-MUTABLE-TAG: no digest, and no tag or one that moves by convention (Trivy KSV-0013, Kubescape C-0075). A digest that is none is
/// refused by the kubelet, so no tag decides what runs; L2-IMG-DIGEST-PIN reports it. Where the pods agree, what is expected is the digest that they run.
/// </summary>
internal sealed class MutableTag : ImageCheck
{
    public override string Id => "L2-IMG-MUTABLE-TAG";

    protected override void Evaluate(ContainerView container, ImageReference image, ClusterView view, Judgement judgement)
    {
        if (image.Digest is not null || (image.Tag is { Length: > 0 } tag && !view.Policy.FloatingTags.Contains(tag)))
            return;
        var expected = RunningImage.PinOf(view.Workloads.Of(container.Pod.Source), container, view) ?? "a version tag or a digest";
        if (image.Tag is { Length: > 0 })
            judgement.Fail(container.At("image"), container.Container.Image!, expected, $"Tag {image.Tag} of container {container.Container.Name} moves to other images.");
        else
            judgement.Fail(container.At("image"), container.Container.Image!, expected, $"Container {container.Container.Name} names no tag, so it runs whatever is latest.");
    }
}
