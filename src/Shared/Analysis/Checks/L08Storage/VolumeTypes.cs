using Posture.Analysis.Indexes;
using Posture.Model.Inventory;

namespace Posture.Analysis.Checks.L08Storage;

/// <summary>L8-VOL-TYPES: volumes are of the types that the restricted level allows (PSS "restrictedVolumes").</summary>
internal sealed class VolumeTypes : WorkloadCheck
{
    public override string Id => "L8-VOL-TYPES";

    protected override void Evaluate(Workload workload, PodView pod, ClusterView view, Judgement judgement)
    {
        for (var i = 0; i < pod.Spec.Volumes.Count; i++)
            if (TypeOf(pod.Spec.Volumes[i]) is { } type)
                judgement.Fail(pod.At($"volumes[{i}]"), type, "configMap, csi, downwardAPI, emptyDir, ephemeral, image, persistentVolumeClaim, projected or secret",
                    $"Volume {pod.Spec.Volumes[i].Name} names its storage in the pod, past claims and classes.");
    }

    /// <summary>Name of a source outside the set; null for an allowed one or none.</summary>
    private static string? TypeOf(Volume volume) => volume switch
    {
        { HostPath: not null } => "hostPath",
        { Nfs: not null } => "nfs",
        { Iscsi: not null } => "iscsi",
        { GitRepo: not null } => "gitRepo",
        { ConfigMap: null, Csi: null, DownwardAPI: null, EmptyDir: null, Ephemeral: null, Image: null, PersistentVolumeClaim: null, Projected: null, Secret: null }
            when volume != new Volume { Name = volume.Name } => "in-tree plug-in",
        _ => null,
    };
}
