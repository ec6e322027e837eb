using Posture.Analysis.Indexes;

namespace Posture.Analysis.Checks.L02Content;

/// <summary>
/// L2-IMG-DIGEST-PIN: the reference ends in a full digest, after a tag or not; image volumes count as well (Kubescape C-0306). Where the pods agree, what
/// is expected is the digest that they run.
/// </summary>
internal sealed class DigestPin : ImageCheck
{
    private const string Expected = "name@sha256:… with 64 hex digits";

    public override string Id => "L2-IMG-DIGEST-PIN";

    protected override void Evaluate(ContainerView container, ImageReference image, ClusterView view, Judgement judgement)
    {
        if (!image.IsPinned)
            judgement.Fail(container.At("image"), container.Container.Image!,
                RunningImage.PinOf(view.Workloads.Of(container.Pod.Source), container, view) ?? Expected, $"What container {container.Container.Name} runs can change without a rollout.");
    }

    protected override void Evaluate(Workload workload, PodView pod, ClusterView view, Judgement judgement)
    {
        base.Evaluate(workload, pod, view, judgement);
        for (var i = 0; i < pod.Spec.Volumes.Count; i++)
            if (pod.Spec.Volumes[i].Image?.Reference is { Length: > 0 } reference && ImageReference.Parse(reference) is not { IsPinned: true })
                judgement.Fail(pod.At($"volumes[{i}].image.reference"), reference, Expected, $"What image volume {pod.Spec.Volumes[i].Name} holds can change without a rollout.");
    }
}
