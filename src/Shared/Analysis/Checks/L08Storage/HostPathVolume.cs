using Posture.Analysis.Indexes;

namespace Posture.Analysis.Checks.L08Storage;

/// <summary>L8-VOL-HOSTPATH: any hostPath volume, mounted or not (CIS 5.2.11, PSS baseline "hostPathVolumes").</summary>
internal sealed class HostPathVolume : WorkloadCheck
{
    public override string Id => "L8-VOL-HOSTPATH";

    protected override void Evaluate(Workload workload, PodView pod, ClusterView view, Judgement judgement)
    {
        for (var i = 0; i < pod.Spec.Volumes.Count; i++)
            if (pod.Spec.Volumes[i] is { HostPath: { } host } volume)
                judgement.Fail(pod.At($"volumes[{i}].hostPath"), host.Path, "no hostPath volume", $"Volume {volume.Name} is a directory or file of the node.");
    }
}
