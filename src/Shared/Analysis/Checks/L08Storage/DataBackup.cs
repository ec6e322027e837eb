using System.Globalization;
using Posture.Analysis.Indexes;
using Posture.Model.Inventory;
using Posture.Model.Verdicts;

namespace Posture.Analysis.Checks.L08Storage;

/// <summary>
/// L8-BACKUP-SNAPSHOT: each claim of a namespace that the policy's label marks as stateful has a ready snapshot or completed backup that is young enough, and
/// not only one that is deleted with its object (low). Claims that live and die with a pod hold no data to keep.
/// </summary>
internal sealed class DataBackup : NamespaceCheck
{
    public override string Id => "L8-BACKUP-SNAPSHOT";

    public override IReadOnlyList<KindRef> Reads { get; } = [.. Kinds<PersistentVolumeClaim>(), .. DataCopies.Kinds];

    /// <summary>Backups of Velero lie in its own namespace.</summary>
    internal override bool ReachesOtherNamespaces(KubeObject changed) => changed is GenericObject;

    protected override void Evaluate(Namespace ns, ClusterView view, Judgement judgement)
    {
        if (view.DataOf(ns.Name) is null)
        {
            judgement.NotApplicable($"The namespace is not marked as holding data ({view.Policy.DataLabel}: stateful or critical).");
            return;
        }
        var claims = view.Inventory.All<PersistentVolumeClaim>()
            .Where(claim => claim.Namespace == ns.Name && !claim.Metadata.OwnerReferences.Any(owner => owner.Kind == "Pod"))
            .OrderBy(claim => claim.Name, StringComparer.Ordinal).ToList();
        if (claims.Count == 0)
            judgement.NotApplicable("No claim that outlives its pod.");
        else if (!view.Copies.IsServed)
            judgement.NotAssessed("The cluster serves neither volume snapshots nor Velero; a backup by the storage system itself cannot be seen from here.");
        else
            foreach (var claim in claims)
                Judge(claim, view, judgement);
    }

    private static void Judge(PersistentVolumeClaim claim, ClusterView view, Judgement judgement)
    {
        var place = $"PersistentVolumeClaim/{claim.Name}";
        var copies = view.Copies.Of(claim);
        var newest = copies.Count == 0 ? "no copy" : string.Create(CultureInfo.InvariantCulture, $"{copies[0].Title} of {copies[0].Taken:yyyy-MM-dd}");
        if (!view.Copies.HasRecent(claim, view))
            judgement.Fail(place, newest, $"a ready snapshot or completed backup of the last {view.Policy.MaxCopyAgeDays} days",
                $"What claim {claim.Name} holds cannot be brought back.");
        else if (copies is [{ DiesWithSnapshot: true }])
            judgement.Fail(place, $"{newest}, deletionPolicy Delete", "deletionPolicy Retain, or a second copy",
                "The only copy is deleted with its object or its namespace.", Severity.Low);
        else
            judgement.Note(place, newest, $"Claim {claim.Name} has a recent copy.");
    }
}
