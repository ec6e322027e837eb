using Posture.Analysis.Indexes;
using Posture.Model.Inventory;

namespace Posture.Analysis.Checks.L03Registries;

/// <summary>
/// L3-REG-ALLOWLIST: every image comes from a registry of the policy, hosts compared for equality and paths on "/" boundaries. For a name without host the
/// runtime decides, so what it really pulled counts too.
/// </summary>
internal sealed class AllowedRegistry : ImageCheck
{
    private const string Expected = "a registry on the allow-list";

    public override string Id => "L3-REG-ALLOWLIST";

    protected override void Evaluate(Workload workload, PodView pod, ClusterView view, Judgement judgement)
    {
        if (view.Policy.AllowedRegistries.Count == 0)
        {
            judgement.NotAssessed("The policy names no allowed registry (AllowedRegistries is empty).");
            return;
        }
        base.Evaluate(workload, pod, view, judgement);
        if (pod.IsLive)
            return;
        foreach (var live in workload.Pods)
        {
            JudgePulled(live, live.Status?.InitContainerStatuses ?? [], "initContainerStatuses", view, judgement);
            JudgePulled(live, live.Status?.ContainerStatuses ?? [], "containerStatuses", view, judgement);
            JudgePulled(live, live.Status?.EphemeralContainerStatuses ?? [], "ephemeralContainerStatuses", view, judgement);
        }
    }

    protected override void Evaluate(ContainerView container, ImageReference image, ClusterView view, Judgement judgement)
    {
        if (!image.IsUnderAny(view.Policy.AllowedRegistries))
            judgement.Fail(container.At("image"), container.Container.Image!, view.Policy.MirrorOf(image) ?? Expected,
                $"Container {container.Container.Name} runs an image of {image.Repository}, which is not on the allow-list.");
    }

    private static void JudgePulled(Pod pod, IReadOnlyList<ContainerStatus> statuses, string field, ClusterView view, Judgement judgement)
    {
        for (var i = 0; i < statuses.Count; i++)
            if (view.ImageOf(ImageOf(pod.Spec, statuses[i].Name)) is { HasHost: false } written && written.IsUnderAny(view.Policy.AllowedRegistries)
                && PulledFrom(statuses[i], view) is { HasHost: true } pulled && !pulled.IsUnderAny(view.Policy.AllowedRegistries))
                judgement.Fail($"Pod/{pod.Name}: status.{field}[{i}].imageID", statuses[i].ImageID!, Expected,
                    $"The node took the short name {written.Path} of container {statuses[i].Name} from {pulled.Host}.");
    }

    /// <summary>Some runtimes put a scheme in front: docker-pullable://.</summary>
    private static ImageReference? PulledFrom(ContainerStatus status, ClusterView view) =>
        status.ImageID is { } id && id.IndexOf("://", StringComparison.Ordinal) is var scheme and >= 0
            ? view.ImageOf(id[(scheme + 3)..])
            : view.ImageOf(status.ImageID);

    private static string? ImageOf(PodSpec spec, string container)
    {
        foreach (var list in (ReadOnlySpan<IReadOnlyList<Container>>)[spec.Containers, spec.InitContainers, spec.EphemeralContainers])
            foreach (var item in list)
                if (item.Name == container)
                    return item.Image;
        return null;
    }
}
