using System.Globalization;
using Posture.Analysis.Indexes;
using Posture.Model.Inventory;
using Posture.Model.Verdicts;

namespace Posture.Analysis.Checks.L08Storage;

/// <summary>
/// L8-PV-RECLAIM: what happens to data when its claim goes fits the data: no Recycle (medium), no Delete of critical data without a recent copy (medium), no
/// released volume kept for long (low). A class is judged by the claims of critical namespaces whose volumes are not among the objects read.
/// </summary>
internal sealed class ReclaimPolicy : ObjectCheck<KubeObject>
{
    public override string Id => "L8-PV-RECLAIM";

    protected internal override IReadOnlyList<KindRef> SubjectKinds { get; } = [.. Kinds<PersistentVolume>(), .. Kinds<StorageClass>()];

    public override IReadOnlyList<KindRef> Reads { get; } = [.. Kinds<PersistentVolumeClaim>(), .. Kinds<Namespace>(), .. DataCopies.Kinds];

    public override bool CrossNamespace => true;

    protected override void Evaluate(KubeObject item, ClusterView view, Judgement judgement)
    {
        if (item is PersistentVolume volume)
            Evaluate(volume, view, judgement);
        else if (item is StorageClass type)
            Evaluate(type, view, judgement);
    }

    private static void Evaluate(PersistentVolume item, ClusterView view, Judgement judgement)
    {
        const string Path = "spec.persistentVolumeReclaimPolicy";
        var policy = item.Spec.PersistentVolumeReclaimPolicy;
        if (policy == "Recycle")
            judgement.Fail(Path, policy, "Retain or Delete",
                "Recycling is deprecated: a pod of the controller deletes files, and deleted files can be recovered.", Severity.Medium);
        else if (policy == "Delete" && view.Volumes.ClaimOf(item) is var (ns, name) && view.Inventory.Find<PersistentVolumeClaim>(ns, name) is { } claim)
            JudgeDelete(claim, Path, policy, view, judgement);
        else if (policy is null or "Retain" && item.Status?.Phase == "Released")
            JudgeReleased(item, view, judgement);
    }

    private static void Evaluate(StorageClass item, ClusterView view, Judgement judgement)
    {
        const string Path = "reclaimPolicy";
        if (item.ReclaimPolicy == "Recycle")
            judgement.Fail(Path, "Recycle", "Retain or Delete", "Recycling is deprecated, and no class may ask for it.", Severity.Medium);
        else if (item.ReclaimPolicy is null or "Delete")
            foreach (var claim in view.Inventory.All<PersistentVolumeClaim>().OrderBy(claim => claim.Ref.ToString(), StringComparer.Ordinal))
                if (claim.Spec.StorageClassName == item.Name && view.Volumes.VolumeOf(claim) is null)
                    JudgeDelete(claim, Path, item.ReclaimPolicy ?? "absent (Delete)", view, judgement);
    }

    private static void JudgeDelete(PersistentVolumeClaim claim, string path, string policy, ClusterView view, Judgement judgement)
    {
        if (view.DataOf(claim.Namespace) == "critical" && !view.Copies.HasRecent(claim, view))
            judgement.Fail(path, policy, "Retain, or a snapshot or backup",
                $"Whoever deletes claim {claim.Namespace}/{claim.Name} deletes critical data that has no recent copy.", Severity.Medium);
    }

    private static void JudgeReleased(PersistentVolume item, ClusterView view, Judgement judgement)
    {
        var limit = view.Policy.MaxReleasedDays;
        if (item.Status?.LastPhaseTransitionTime is not { } since)
            judgement.NotAssessed("The volume is released; since when is not recorded (Kubernetes 1.29 and later do).");
        else if (since < view.Now.AddDays(-limit))
            judgement.Fail("status.phase", string.Create(CultureInfo.InvariantCulture, $"Released since {since:yyyy-MM-dd}"),
                $"deleted or bound again within {limit} days", "Data of a claim that is gone is left behind and nobody answers for it.", Severity.Low);
    }
}
