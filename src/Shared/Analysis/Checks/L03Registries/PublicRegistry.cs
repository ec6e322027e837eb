using Posture.Analysis.Indexes;

namespace Posture.Analysis.Checks.L03Registries;

/// <summary>
/// L3-REG-PUBLIC: an image of a public registry that the nodes do not pull through a mirror. Apart from the allow-list, so that reliance on public pulls stays
/// visible where it is allowed.
/// </summary>
internal sealed class PublicRegistry : ImageCheck
{
    public override string Id => "L3-REG-PUBLIC";

    protected override void Evaluate(ContainerView container, ImageReference image, ClusterView view, Judgement judgement)
    {
        if (image.IsUnderAny(view.Policy.PublicRegistries) && !image.IsUnderAny(view.Policy.MirroredRegistries))
            judgement.Fail(container.At("image"), container.Container.Image!, view.Policy.MirrorOf(image) ?? "an image of a registry or mirror of your own",
                $"Container {container.Container.Name} is pulled straight from {image.Host}.");
    }
}
