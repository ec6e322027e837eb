using Posture.Analysis.Indexes;
using Posture.Model.Inventory;
using Posture.Model.Verdicts;

namespace Posture.Analysis.Checks.L08Storage;

/// <summary>
/// L8-PVC-RWX: a ReadWriteMany claim that more than one workload mounts writable (medium), or a claim whose CSI handle or NFS export is also claimed from
/// another namespace (high).
/// </summary>
internal sealed class SharedClaim : ObjectCheck<PersistentVolumeClaim>
{
    public override string Id => "L8-PVC-RWX";

    public override IReadOnlyList<KindRef> Reads { get; } = [.. Kinds<PersistentVolume>(), .. WorkloadKinds];

    protected override void Evaluate(PersistentVolumeClaim item, ClusterView view, Judgement judgement)
    {
        if (view.Volumes.VolumeOf(item) is { } volume && view.Volumes.NamespacesSharing(volume) is { Count: > 1 } namespaces)
            judgement.Fail("spec.volumeName", volume.Name, "storage that no other namespace claims",
                $"The data behind this claim is shared by namespaces {string.Join(", ", namespaces.Take(5))}.", Severity.High);
        if (!item.Spec.AccessModes.Contains("ReadWriteMany"))
            return;
        var writers = 0;
        var names = "";
        foreach (var use in view.ClaimUses.Of(item))
            if (use.Writable && ++writers <= 5)
                names = writers == 1 ? use.Workload.Object.Name : $"{names}, {use.Workload.Object.Name}";
        if (writers > 1)
            judgement.Fail("spec.accessModes", "ReadWriteMany", "ReadWriteOncePod, or readOnly mounts in all consumers but one",
                $"{writers} workloads write to this {(item.Spec.VolumeMode == "Block" ? "block device" : "volume")}: {names}.");
    }
}
