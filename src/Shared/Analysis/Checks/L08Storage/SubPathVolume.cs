using Posture.Analysis.Indexes;
using Posture.Model.Inventory;
using Posture.Model.Verdicts;

namespace Posture.Analysis.Checks.L08Storage;

/// <summary>
/// L8-VOL-SUBPATH: no part of a volume that others write is mounted by a path inside it: whoever writes there may put a link in its place. High where a kubelet has
/// CVE-2021-25741.
/// </summary>
internal sealed class SubPathVolume : WorkloadCheck
{
    public override string Id => "L8-VOL-SUBPATH";

    public override IReadOnlyList<KindRef> Reads { get; } = [.. Kinds<PersistentVolumeClaim>(), .. Kinds<Node>()];

    protected override void Evaluate(Workload workload, PodView pod, ClusterView view, Judgement judgement)
    {
        foreach (var container in pod.Containers())
            for (var i = 0; i < container.Container.VolumeMounts.Count; i++)
                if (container.Container.VolumeMounts[i] is var mount && (mount.SubPath ?? mount.SubPathExpr) is { Length: > 0 } part
                    && SharedBy(mount.Name, workload, pod, view) is { } what)
                    judgement.Fail(container.At($"volumeMounts[{i}].{(mount.SubPath is null ? "subPathExpr" : "subPath")}"), part, "the whole volume, or one of its own",
                        $"Volume {mount.Name} is {what}: whoever else writes to it picks what is mounted.", view.HasSubPathFlaw ? Severity.High : null);
    }

    private static string? SharedBy(string name, Workload workload, PodView pod, ClusterView view)
    {
        foreach (var volume in pod.Spec.Volumes)
            if (volume.Name == name)
                return volume switch
                {
                    { HostPath: not null } => "a directory of the node",
                    { Nfs: not null } => "an NFS export",
                    { PersistentVolumeClaim.ClaimName: { } claim } when view.Inventory.Find<PersistentVolumeClaim>(workload.Namespace, claim)?.Spec.AccessModes
                        .Contains("ReadWriteMany") == true => "shared by claim",
                    _ => null,
                };
        return null;
    }
}
