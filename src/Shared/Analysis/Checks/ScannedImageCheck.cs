using Posture.Analysis.Indexes;
using Posture.Model.Inventory;

namespace Posture.Analysis.Checks;

/// <summary>A check of what the vulnerability scan of a running digest says. A digest without a report is not assessed.</summary>
internal abstract class ScannedImageCheck : RunningImageCheck
{
    private const int NamedExcluded = 4;

    public override IReadOnlyList<KindRef> Reads { get; } = [.. Kinds<VulnerabilityReport>(), .. Kinds<ImageFacts>()];

    protected sealed override string? Unavailable(ClusterView view) => view.Scans.IsEmpty ? $"The cluster holds no VulnerabilityReport; {NoScanner}." : null;

    /// <summary>Called once a container and digest that was scanned.</summary>
    protected abstract void Evaluate(RunningImage image, VulnerabilityReport scan, ClusterView view, Judgement judgement);

    /// <summary>The vulnerabilities that count; those that somebody who may says do not matter in the image are noted.</summary>
    private protected static VulnerabilityList Counted(RunningImage image, VulnerabilityReport scan, ClusterView view, Judgement judgement)
    {
        var (counted, excluded) = view.CountedOf(scan, image.Digest);
        if (excluded.Count > 0)
            judgement.Note(image.Path, string.Join(", ", excluded.Take(NamedExcluded).Select(one => one.Vulnerability)) + (excluded.Count > NamedExcluded ? ", …" : ""),
                $"Container {image.Container}: {excluded.Count} vulnerabilities are not counted, as {excluded[0].By ?? "a statement"} says ({excluded[0].Justification ?? excluded[0].Status}).");
        return counted;
    }

    protected sealed override void Evaluate(RunningImage image, Workload workload, ClusterView view, Judgement judgement)
    {
        if (view.Scans.Find(workload.Namespace, image.Digest) is { } scan)
            Evaluate(image, scan, view, judgement);
        else
            judgement.NotAssessed(Unmatched(view.Scans, image, workload, view) ?? $"No report exists for {image.Digest}, which container {image.Container} runs.");
    }
}
