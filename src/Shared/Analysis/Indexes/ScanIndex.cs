using Posture.Model.Inventory;

namespace Posture.Analysis.Indexes;

/// <summary>
/// Scans by namespace and image digest, kept current report by report. Reports lie in the namespace of the workload they are about, so a digest is looked up there.
/// </summary>
public sealed class ScanIndex
{
    /// <summary>trivy-operator's report kind.</summary>
    public static readonly KindRef Kind = new("aquasecurity.github.io", "VulnerabilityReport");

    private readonly Dictionary<(string Namespace, string Digest), List<ImageScan>> _scans = [];

    internal ScanIndex(ClusterInventory inventory)
    {
        foreach (var report in inventory.All(Kind).OfType<GenericObject>())
            Add(report);
    }

    /// <summary>The newest scan of a digest; null when there is none.</summary>
    public ImageScan? Find(string ns, string digest) => _scans.TryGetValue((ns, digest), out var held) ? held[0] : null;

    internal void Apply(InventoryChange change)
    {
        if (change.Before is GenericObject before && ImageScan.Of(before) is { } gone && _scans.TryGetValue((before.Namespace, gone.Digest), out var held))
        {
            held.RemoveAll(scan => scan.Report == gone.Report);
            if (held.Count == 0)
                _scans.Remove((before.Namespace, gone.Digest));
        }
        if (change.After is GenericObject after)
            Add(after);
    }

    private void Add(GenericObject report)
    {
        if (ImageScan.Of(report) is not { } scan)
            return;
        if (!_scans.TryGetValue((report.Namespace, scan.Digest), out var held))
            _scans[(report.Namespace, scan.Digest)] = held = [];
        held.Add(scan);
        held.Sort(NewestFirst);
    }

    /// <summary>The name decides between scans of one time, so that the order of arrival does not.</summary>
    private static int NewestFirst(ImageScan left, ImageScan right) =>
        Nullable.Compare(right.UpdatedAt, left.UpdatedAt) is var order and not 0 ? order : string.CompareOrdinal(left.Report, right.Report);
}
