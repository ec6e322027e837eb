using Posture.Analysis.Indexes;
using Posture.Model.Inventory;

namespace Posture.Analysis.Checks.L04Build;

/// <summary>
/// L4-BUILD-PRIVILEGED: a container that builds images and is privileged or mounts a path of its node, a runtime socket included (MITRE T1612).
/// </summary>
internal sealed class PrivilegedBuilder : WorkloadCheck
{
    public override string Id => "L4-BUILD-PRIVILEGED";

    protected override bool Concerns(Workload workload, ClusterView view) =>
        HasBuilder(workload.Template, view) || workload.LiveViews.Any(live => HasBuilder(live, view));

    protected override void Evaluate(Workload workload, PodView pod, ClusterView view, Judgement judgement)
    {
        foreach (var container in pod.Containers())
        {
            if (!IsBuilder(container.Container, view))
                continue;
            if (container.Container.SecurityContext?.Privileged == true)
                judgement.Fail(container.At("securityContext.privileged"), "true", "a rootless builder in a user namespace",
                    $"Builder {container.Container.Name} is privileged: whoever controls a build controls the node.");
            JudgeMounts(container, judgement);
        }
    }

    private static void JudgeMounts(ContainerView container, Judgement judgement)
    {
        var mounts = container.Container.VolumeMounts;
        for (var i = 0; i < mounts.Count; i++)
            foreach (var volume in container.Pod.Spec.Volumes)
                if (volume.HostPath is { } host && volume.Name == mounts[i].Name)
                    judgement.Fail(container.At($"volumeMounts[{i}]"), host.Path, "a volume of its own",
                        $"Builder {container.Container.Name} reaches {host.Path} of its node.");
    }

    private static bool HasBuilder(PodView pod, ClusterView view)
    {
        foreach (var container in pod.Containers())
            if (IsBuilder(container.Container, view))
                return true;
        return false;
    }

    private static bool IsBuilder(Container container, ClusterView view) => view.ImageOf(container.Image) is { } image && ImageBuilders.IsBuilder(image);
}
