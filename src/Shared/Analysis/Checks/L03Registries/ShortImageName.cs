using Posture.Analysis.Indexes;

namespace Posture.Analysis.Checks.L03Registries;

/// <summary>L3-REG-UNQUALIFIED: a reference without a registry host; the runtime of the node, not Kubernetes, decides where it resolves.</summary>
internal sealed class ShortImageName : ImageCheck
{
    public override string Id => "L3-REG-UNQUALIFIED";

    protected override void Evaluate(ContainerView container, ImageReference image, ClusterView view, Judgement judgement)
    {
        if (!image.HasHost)
            judgement.Fail(container.At("image"), container.Container.Image!, "a name that begins with its registry host",
                $"The image of container {container.Container.Name} names no registry; each node resolves it by its own settings.");
    }
}
