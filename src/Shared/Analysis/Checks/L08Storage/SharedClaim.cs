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
        var writers = view.ClaimUses.Of(item).Where(use => use.Writable).Select(use => use.Workload.Object.Name).Order(StringComparer.Ordinal).ToList();
        if (writers.Count > 1)
            judgement.Fail("spec.accessModes", "ReadWriteMany", "ReadWriteOncePod, or readOnly mounts in all consumers but one",
                $"{writers.Count} workloads write to this {(item.Spec.VolumeMode == "Block" ? "block device" : "volume")}: {string.Join(", ", writers.Take(5))}.");
    }
}
