using Posture.Analysis.Indexes;

namespace Posture.Analysis.Checks.L08Storage;

/// <summary>L8-VOL-HOSTPATH-WRITABLE: a container mounts a hostPath volume without <c>readOnly: true</c> (CIS 5.2.11, Kubescape C-0045).</summary>
internal sealed class WritableHostPath : WorkloadCheck
{
    public override string Id => "L8-VOL-HOSTPATH-WRITABLE";

    protected override void Evaluate(Workload workload, PodView pod, ClusterView view, Judgement judgement)
    {
        foreach (var volume in pod.Spec.Volumes)
            if (volume.HostPath is { } host)
                JudgeMounts(pod, volume.Name, host.Path, judgement);
    }

    private static void JudgeMounts(PodView pod, string volume, string path, Judgement judgement)
    {
        foreach (var container in pod.Containers())
        {
            var mounts = container.Container.VolumeMounts;
            for (var i = 0; i < mounts.Count; i++)
                if (mounts[i].Name == volume && mounts[i].ReadOnly != true)
                    judgement.Fail(container.At($"volumeMounts[{i}].readOnly"), mounts[i].ReadOnly is null ? "absent" : "false", "true",
                        $"Container {container.Container.Name} can write to {path} of its node.");
        }
    }
}
