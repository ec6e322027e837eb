using Posture.Analysis.Indexes;
using Posture.Model.Inventory;

namespace Posture.Analysis.Checks;

/// <summary>A check of running digests by what is known of them beside the cluster (<see cref="ImageFacts"/>); without facts a digest is not assessed.</summary>
internal abstract class ImageFactsCheck : RunningImageCheck
{
    public override IReadOnlyList<KindRef> Reads { get; } = [.. Kinds<ImageFacts>()];

    /// <summary>Called once a container and digest with the facts of the digest.</summary>
    protected abstract void Evaluate(RunningImage image, ImageFactsData facts, Workload workload, ClusterView view, Judgement judgement);

    protected override void Evaluate(RunningImage image, Workload workload, ClusterView view, Judgement judgement)
    {
        if (view.FactsOf(image.Digest) is { } facts)
            Evaluate(image, facts, workload, view, judgement);
        else
            Unknown(image, view, judgement);
    }

    /// <summary>Nobody looked the digest up.</summary>
    protected static void Unknown(RunningImage image, ClusterView view, Judgement judgement) => judgement.NotAssessed(view.UnknownImage(image.Digest));
}
