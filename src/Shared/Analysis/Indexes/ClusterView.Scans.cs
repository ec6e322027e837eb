using Posture.Analysis.Provenance;
using Posture.Model.Inventory;

namespace Posture.Analysis.Indexes;

public sealed partial class ClusterView
{
    private static readonly KindRef ImageFactsKind = new(KindInfo.OwnGroup, "ImageFacts");

    private DigestIndex<VulnerabilityReport>? _scans;
    private DigestIndex<ExposedSecretReport>? _secretScans;
    private DigestIndex<SbomReport>? _boms;
    private BenchmarkIndex? _benchmarks;
    private HashSet<string>? _touchedScans;

    /// <summary>Vulnerability scans of images.</summary>
    public DigestIndex<VulnerabilityReport> Scans => _scans ??= new(Inventory, report => report.Report.Artifact, report => report.Report.UpdateTimestamp);

    /// <summary>Scans of images for secret material.</summary>
    public DigestIndex<ExposedSecretReport> SecretScans => _secretScans ??= new(Inventory, report => report.Report.Artifact, report => report.Report.UpdateTimestamp);

    /// <summary>Bills of materials of images.</summary>
    public DigestIndex<SbomReport> Boms => _boms ??= new(Inventory, report => report.Report.Artifact, report => report.Report.UpdateTimestamp);

    /// <summary>Results that kube-bench and infrastructure assessments gave for controls.</summary>
    internal BenchmarkIndex Benchmarks => _benchmarks ??= new(Inventory);

    /// <summary>What is known of an image beside the cluster; null when nobody looked.</summary>
    public ImageFactsData? FactsOf(string digest) => (Inventory.Find(ImageFactsKind, "", digest) as ImageFacts)?.Spec;

    /// <summary>What is said of the vulnerabilities of a digest; null when nothing is.</summary>
    internal VexIndex? StatementsOf(string digest) => FactsOf(digest)?.Vex is { Count: > 0 } said ? new(said) : null;

    /// <summary>The vulnerabilities of a report that count for a digest, and who said of how many others that they do not matter, wherever in the image they are.</summary>
    internal (VulnerabilityList Counted, IReadOnlyList<VexStatement> Excluded) CountedOf(VulnerabilityReport scan, string digest)
    {
        var found = scan.Report.Vulnerabilities;
        if (StatementsOf(digest) is not { } said)
            return (found, []);
        var last = new Dictionary<string, VexStatement>(StringComparer.Ordinal);
        var counted = found.Without((one, package) =>
        {
            if (said.Excluding(one.Id, package) is not { } statement)
                return false;
            last[one.Id] = statement;
            return true;
        });
        foreach (var one in counted.Worst)
            last.Remove(one.Id); // it counts in another package
        return (counted, [.. found.Worst.Select(one => last.GetValueOrDefault(one.Id)).OfType<VexStatement>()]);
    }

    /// <summary>Digests whose reports, or what is known beside, changed since they were asked for last; null the first time, when it is all of them.</summary>
    internal IReadOnlyCollection<string>? TakeTouchedScans()
    {
        var touched = _touchedScans;
        _touchedScans = new(StringComparer.Ordinal);
        return touched;
    }

    private void TouchScans(InventoryChange change)
    {
        foreach (var item in new[] { change.Before, change.After })
            if (item is VulnerabilityReport { Report.Artifact.Digest: { Length: > 0 } scanned })
                _touchedScans?.Add(scanned);
            else if (item is ImageFacts && _scans?.Has(item.Name) == true)
                _touchedScans?.Add(item.Name);
    }

    private void ApplyToReports(InventoryChange change)
    {
        TouchScans(change);
        if (change.Subject is VulnerabilityReport)
            _scans?.Apply(change);
        if (change.Subject is ExposedSecretReport)
            _secretScans?.Apply(change);
        if (change.Subject is SbomReport)
            _boms?.Apply(change);
        if (change.Subject is PolicyReport)
            _policyReports = null;
        if (BenchmarkIndex.Kinds.Contains(change.Kind) || change.Subject is Node)
            _benchmarks = null;
    }
}
