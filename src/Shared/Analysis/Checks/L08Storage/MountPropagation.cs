using Posture.Analysis.Indexes;

namespace Posture.Analysis.Checks.L08Storage;

/// <summary>L8-VOL-MOUNT-PROPAGATION: mounts made inside the container appear on the node and in other pods. Only accepted on privileged containers.</summary>
internal sealed class MountPropagation : WorkloadCheck
{
    public override string Id => "L8-VOL-MOUNT-PROPAGATION";

    protected override void Evaluate(Workload workload, PodView pod, ClusterView view, Judgement judgement)
    {
        foreach (var container in pod.Containers())
        {
            var mounts = container.Container.VolumeMounts;
            for (var i = 0; i < mounts.Count; i++)
                if (mounts[i].MountPropagation == "Bidirectional")
                    judgement.Fail(container.At($"volumeMounts[{i}].mountPropagation"), "Bidirectional", "None or HostToContainer",
                        $"Mounts that container {container.Container.Name} makes under {mounts[i].MountPath} appear on the node.");
        }
    }
}
