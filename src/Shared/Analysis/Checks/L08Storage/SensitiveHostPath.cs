using Posture.Analysis.Indexes;
using Posture.Model.Verdicts;

namespace Posture.Analysis.Checks.L08Storage;

/// <summary>
/// L8-VOL-HOSTPATH-SENSITIVE: a hostPath volume that is, contains or lies under a directory of <see cref="HostDirectories"/>. Log files that every container
/// mounts read-only are medium.
/// </summary>
internal sealed class SensitiveHostPath : WorkloadCheck
{
    public override string Id => "L8-VOL-HOSTPATH-SENSITIVE";

    protected override void Evaluate(Workload workload, PodView pod, ClusterView view, Judgement judgement)
    {
        for (var i = 0; i < pod.Spec.Volumes.Count; i++)
            if (pod.Spec.Volumes[i] is { HostPath: { } host } volume && HostDirectories.Reached(host.Path) is { } directory)
                judgement.Fail(pod.At($"volumes[{i}].hostPath.path"), host.Path, "a path outside the system directories of the node",
                    $"Volume {volume.Name} gives the pod {directory} of its node.",
                    HostDirectories.IsLogs(host.Path) && IsReadOnly(pod, volume.Name) ? Severity.Medium : null);
    }

    /// <summary>Mounted somewhere, and nowhere writable.</summary>
    private static bool IsReadOnly(PodView pod, string volume)
    {
        var mounted = false;
        foreach (var container in pod.Containers())
            foreach (var mount in container.Container.VolumeMounts)
                if (mount.Name == volume)
                {
                    if (mount.ReadOnly != true)
                        return false;
                    mounted = true;
                }
        return mounted;
    }
}
