using Posture.Model.Inventory;

namespace Posture.Analysis.Indexes;

/// <summary>Which claims bind which volumes, and what backs them. Built once and rebuilt when a volume or claim changes.</summary>
public sealed class VolumeIndex
{
    private readonly Dictionary<string, PersistentVolumeClaim> _claims = new(StringComparer.Ordinal);
    private readonly Dictionary<(string Namespace, string Claim), PersistentVolume> _byClaim = [];
    private readonly Dictionary<string, int> _boundOfClass = new(StringComparer.Ordinal);
    private readonly Dictionary<string, SortedSet<string>> _namespaces = new(StringComparer.Ordinal);

    internal VolumeIndex(ClusterInventory inventory)
    {
        foreach (var claim in inventory.All<PersistentVolumeClaim>())
            if (claim.Spec.VolumeName is { Length: > 0 } volume)
                _claims[volume] = claim;
        foreach (var volume in inventory.All<PersistentVolume>())
        {
            if (ClaimOf(volume) is not { } claim)
                continue;
            _byClaim[claim] = volume;
            if (volume.Spec.StorageClassName is { Length: > 0 } className)
                _boundOfClass[className] = _boundOfClass.GetValueOrDefault(className) + 1;
            if (BackingOf(volume) is not { } backing)
                continue;
            if (!_namespaces.TryGetValue(backing, out var namespaces))
                _namespaces[backing] = namespaces = new(StringComparer.Ordinal);
            namespaces.Add(claim.Namespace);
        }
    }

    /// <summary>The claim a volume is bound to, by the volume's own word or else by the claim's; null when it is free or released.</summary>
    public (string Namespace, string Name)? ClaimOf(PersistentVolume volume)
    {
        if (volume.Status?.Phase is "Released" or "Failed")
            return null;
        if (volume.Spec.ClaimRef is { Namespace: { Length: > 0 } ns, Name: { Length: > 0 } name })
            return (ns, name);
        return _claims.TryGetValue(volume.Name, out var claim) ? (claim.Namespace, claim.Name) : null;
    }

    /// <summary>The volume bound to a claim, when it is in the inventory.</summary>
    public PersistentVolume? VolumeOf(PersistentVolumeClaim claim) => _byClaim.GetValueOrDefault((claim.Namespace, claim.Name));

    /// <summary>Bound volumes of a storage class.</summary>
    public int BoundVolumesOf(string storageClass) => _boundOfClass.GetValueOrDefault(storageClass);

    /// <summary>Namespaces whose claims reach the same data as this volume, its own among them; empty when its backing has no name that two volumes could share.</summary>
    public IReadOnlyCollection<string> NamespacesSharing(PersistentVolume volume) =>
        BackingOf(volume) is { } backing && _namespaces.TryGetValue(backing, out var namespaces) ? namespaces : [];

    private static string? BackingOf(PersistentVolume volume) => volume.Spec switch
    {
        _ when NfsExport.Of(volume.Spec) is { Server.Length: > 0 } export => $"nfs:{export.Server}:{export.Path}",
        { Csi: { VolumeHandle.Length: > 0 } csi } => $"{csi.Driver}:{csi.VolumeHandle}",
        _ => null,
    };
}
