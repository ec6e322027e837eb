using System.Text.Json;
using Posture.Model.Inventory;

namespace Posture.Analysis.Indexes;

/// <summary>Copies of the data of claims that the API shows: ready volume snapshots and completed Velero backups. Dropped when one of these changes.</summary>
internal sealed class DataCopies
{
    private static readonly KindRef Snapshots = new("snapshot.storage.k8s.io", "VolumeSnapshot");
    private static readonly KindRef Contents = new("snapshot.storage.k8s.io", "VolumeSnapshotContent");
    private static readonly KindRef Backups = new("velero.io", "Backup");

    /// <summary>Kinds that the index is built from, for <c>Reads</c>.</summary>
    public static readonly IReadOnlyList<KindRef> Kinds = [Snapshots, Contents, new("snapshot.storage.k8s.io", "VolumeSnapshotClass"), Backups];

    private readonly ILookup<(string Namespace, string Claim), DataCopy> _snapshots;
    private readonly List<(GenericObject Backup, DataCopy Copy)> _backups = [];

    internal DataCopies(ClusterInventory inventory)
    {
        _snapshots = inventory.All<VolumeSnapshot>()
            .Where(snapshot => snapshot is { Status: { ReadyToUse: true, CreationTime: not null }, Spec.Source.PersistentVolumeClaimName.Length: > 0 })
            .ToLookup(snapshot => (snapshot.Namespace, snapshot.Spec.Source!.PersistentVolumeClaimName!),
                snapshot => new DataCopy($"VolumeSnapshot {snapshot.Name}", snapshot.Status!.CreationTime!.Value,
                    DeletionPolicyOf(snapshot, inventory) == "Delete"));
        foreach (var backup in inventory.All(Backups).OfType<GenericObject>())
            if (backup.Status.Text("phase") == "Completed" && HoldsVolumes(backup.Spec)
                && (backup.Status.Field("completionTimestamp").Time() ?? backup.Metadata.CreationTimestamp) is { } taken)
                _backups.Add((backup, new($"Velero backup {backup.Name}", taken, DiesWithSnapshot: false)));
        IsServed = inventory.CoverageOf(Snapshots).State != Model.Coverage.CoverageState.NotServed
            || inventory.CoverageOf(Backups).State != Model.Coverage.CoverageState.NotServed;
    }

    /// <summary>Whether the cluster has any kind of copy; copies that the storage system takes by itself are never seen.</summary>
    public bool IsServed { get; }

    /// <summary>All copies of a claim's data, the newest first.</summary>
    public IReadOnlyList<DataCopy> Of(PersistentVolumeClaim claim) =>
    [
        .. _snapshots[(claim.Namespace, claim.Name)].Concat(_backups.Where(entry => Covers(entry.Backup.Spec, claim)).Select(entry => entry.Copy))
            .OrderByDescending(copy => copy.Taken).ThenBy(copy => copy.Title, StringComparer.Ordinal),
    ];

    /// <summary>Whether a claim has a copy that is young enough. A time more than a day ahead proves nothing.</summary>
    public bool HasRecent(PersistentVolumeClaim claim, ClusterView view) =>
        Of(claim).Any(copy => copy.Taken >= view.Now.AddDays(-view.Policy.MaxCopyAgeDays) && copy.Taken <= view.Now.AddDays(1));

    /// <summary>The content object decides; before it is bound, the class.</summary>
    private static string? DeletionPolicyOf(VolumeSnapshot snapshot, ClusterInventory inventory) =>
        snapshot.Status?.BoundVolumeSnapshotContentName is { } content && inventory.Find(Contents, "", content) is GenericObject bound
            ? bound.Spec.Text("deletionPolicy")
            : snapshot.Spec.VolumeSnapshotClassName is { } name ? inventory.Find<VolumeSnapshotClass>("", name)?.DeletionPolicy : null;

    /// <summary>Without volume snapshots and without copies of the file systems a backup holds manifests alone.</summary>
    private static bool HoldsVolumes(JsonElement? spec) =>
        spec.Field("snapshotVolumes").Flag() != false || spec.Field("snapshotMoveData").Flag() == true
        || spec.Field("defaultVolumesToFsBackup").Flag() == true || spec.Field("defaultVolumesToRestic").Flag() == true;

    private static bool Covers(JsonElement? spec, PersistentVolumeClaim claim)
    {
        var namespaces = spec.Field("includedNamespaces").Texts().ToList();
        if ((namespaces.Count > 0 && !namespaces.Exists(pattern => Matches(pattern, claim.Namespace)))
            || spec.Field("excludedNamespaces").Texts().Any(pattern => Matches(pattern, claim.Namespace)))
            return false;
        var resources = spec.Field("includedResources").Texts().Concat(spec.Field("includedNamespaceScopedResources").Texts()).ToList();
        if ((resources.Count > 0 && !resources.Exists(IsClaims))
            || spec.Field("excludedResources").Texts().Concat(spec.Field("excludedNamespaceScopedResources").Texts()).Any(IsClaims))
            return false;
        if (spec.Field("labelSelector").Selector() is { } selector && !selector.Matches(claim.Metadata.Labels))
            return false;
        return !spec.Field("orLabelSelectors").HasContent()
            || spec.Field("orLabelSelectors").Items().Any(item => item.Selector()?.Matches(claim.Metadata.Labels) == true);
    }

    private static bool IsClaims(string resource) => resource is "*" or "persistentvolumeclaims" or "persistentvolumeclaim" or "pvc";

    private static bool Matches(string pattern, string ns) =>
        pattern.EndsWith('*') ? ns.StartsWith(pattern[..^1], StringComparison.Ordinal) : pattern == ns;
}

/// <summary>One copy of the data of a claim.</summary>
/// <param name="Title">Kind and name.</param>
/// <param name="Taken">When it was taken.</param>
/// <param name="DiesWithSnapshot">Whether deleting the snapshot object, or its namespace, deletes the copy.</param>
internal readonly record struct DataCopy(string Title, DateTimeOffset Taken, bool DiesWithSnapshot);
