using Posture.Analysis.Indexes;
using Posture.Model.Inventory;

namespace Posture.Analysis.Checks;

/// <summary>A check of what the vulnerability scan of a running digest says. A digest without a report is not assessed.</summary>
internal abstract class ScannedImageCheck : RunningImageCheck
{
    public override IReadOnlyList<KindRef> Reads { get; } = [.. Kinds<VulnerabilityReport>()];

    protected sealed override string? Unavailable(ClusterView view) => view.Scans.IsEmpty ? $"The cluster holds no VulnerabilityReport; {NoScanner}." : null;

    /// <summary>Called once a container and digest that was scanned.</summary>
    protected abstract void Evaluate(RunningImage image, VulnerabilityReport scan, ClusterView view, Judgement judgement);

    protected sealed override void Evaluate(RunningImage image, Workload workload, ClusterView view, Judgement judgement)
    {
        if (view.Scans.Find(workload.Namespace, image.Digest) is { } scan)
            Evaluate(image, scan, view, judgement);
        else
            judgement.NotAssessed(Unmatched(view.Scans, image, workload, view) ?? $"No report exists for {image.Digest}, which container {image.Container} runs.");
    }
}
