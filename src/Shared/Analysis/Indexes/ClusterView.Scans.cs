using Posture.Model.Inventory;

namespace Posture.Analysis.Indexes;

public sealed partial class ClusterView
{
    private static readonly KindRef ImageFactsKind = new(KindInfo.OwnGroup, "ImageFacts");

    private DigestIndex<VulnerabilityReport>? _scans;
    private DigestIndex<ExposedSecretReport>? _secretScans;
    private DigestIndex<SbomReport>? _boms;
    private BenchmarkIndex? _benchmarks;

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

    /// <summary>The vulnerabilities of a report that count for a digest, and who said of how many others that they do not matter.</summary>
    internal (VulnerabilityList Counted, IReadOnlyList<VexStatement> Excluded) CountedOf(VulnerabilityReport scan, string digest)
    {
        var found = scan.Report.Vulnerabilities;
        if (FactsOf(digest)?.Vex is not { Count: > 0 } vex)
            return (found, []);
        var last = new Dictionary<string, VexStatement>(StringComparer.Ordinal);
        foreach (var one in vex.OrderBy(statement => statement.At ?? DateTimeOffset.MinValue))
            last[one.Vulnerability] = one;
        List<VexStatement> excluded = [.. found.Worst.Select(one => last.GetValueOrDefault(one.Id)).OfType<VexStatement>().Where(one => one.Status is VexStatement.NotAffected or VexStatement.Fixed)];
        var ids = excluded.Select(one => one.Vulnerability).ToHashSet(StringComparer.Ordinal);
        return (found.Without(ids.Contains), excluded);
    }

    private void ApplyToReports(InventoryChange change)
    {
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
