using Posture.Analysis.Indexes;
using Posture.Model.Inventory;

namespace Posture.Analysis.Libraries;

/// <summary>What scanners found in images, by package, and which images changed since they were asked for last. One owner at a time.</summary>
public sealed class ImageScans(ClusterView view)
{
    /// <summary>Images of which something may be new, and digests of which no report is left; all, the first time.</summary>
    public (IReadOnlyList<ImageScan> Put, IReadOnlyList<string> Gone) TakeChanges()
    {
        var touched = view.TakeTouchedScans() ?? view.Scans.Digests;
        var (put, gone) = (new List<ImageScan>(), new List<string>());
        foreach (var digest in touched)
            if (!ImageReference.IsWhole(digest))
                continue; // a scanner may write the id of a configuration there, which nothing runs
            else if (view.Scans.Has(digest))
                put.Add(ScanOf(digest));
            else
                gone.Add(digest);
        return (put, gone);
    }

    private ImageScan ScanOf(string digest)
    {
        var builder = new ImageScanBuilder(view.StatementsOf(digest));
        foreach (var report in view.Scans.Everywhere(digest))
            builder.Add(report.Report);
        return builder.Build(digest, view.FactsOf(digest)?.Newest);
    }
}
