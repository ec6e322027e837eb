using Posture.Analysis.Indexes;

namespace Posture.Analysis.Checks.L03Registries;

/// <summary>L3-REG-DEPRECATED-K8S: k8s.gcr.io, frozen since April 2023, gets neither new nor patched images (Kubescape C-0253).</summary>
internal sealed class FrozenKubernetesRegistry : ImageCheck
{
    private const string Frozen = "k8s.gcr.io", Successor = "registry.k8s.io";

    public override string Id => "L3-REG-DEPRECATED-K8S";

    protected override void Evaluate(ContainerView container, ImageReference image, ClusterView view, Judgement judgement)
    {
        if (image.Host == Frozen)
            judgement.Fail(container.At("image"), container.Container.Image!,
                view.Policy.MirrorOf(image) ?? view.Policy.MirrorOf(image with { Host = Successor }) ?? $"{Successor}/{image.Path}",
                $"Container {container.Container.Name} is pulled from {Frozen}, which gets no patched images.");
    }
}
