using Posture.Analysis.Indexes;
using Posture.Model.Inventory;

namespace Posture.Analysis.Checks.L02Content;

/// <summary>L2-IMG-NOT-SCANNED: no report of a running digest, or an old one. Without any report the cluster is said once not to be assessed.</summary>
internal sealed class UnscannedImage : RunningImageCheck
{
    public override string Id => "L2-IMG-NOT-SCANNED";

    public override IReadOnlyList<KindRef> Reads { get; } = [.. Kinds<VulnerabilityReport>()];

    /// <summary>The first report of a cluster makes subjects of all workloads.</summary>
    public override bool CrossNamespace => true;

    protected override bool Concerns(Workload workload, ClusterView view) => !view.Scans.IsEmpty;

    internal override CheckSubject? ClusterSubject(ClusterView view) => view.Scans.IsEmpty ? new(view.ClusterRef, view) : null;

    internal override void Judge(CheckSubject subject, ClusterView view, Judgement judgement)
    {
        if (subject.Target is Workload)
            base.Judge(subject, view, judgement);
        else
            judgement.NotAssessed($"The cluster holds no VulnerabilityReport of any image; {NoScanner}.");
    }

    protected override void Evaluate(RunningImage image, Workload workload, ClusterView view, Judgement judgement)
    {
        var days = view.Policy.ScanDays;
        if (view.Scans.Find(workload.Namespace, image.Digest) is not { } scan)
        {
            if (Unmatched(view.Scans, image, workload, view) is { } reason)
                judgement.NotAssessed(reason);
            else
                judgement.Fail(image.Path, "no report", $"a report not older than {days} days", $"Container {image.Container} runs {image.Digest}, which no report speaks of.");
        }
        else if (scan.Report.UpdateTimestamp is not { } at)
            judgement.NotAssessed($"Report {scan.Name} does not say when it was made.");
        else if ((view.Now - at).TotalDays > days)
            judgement.Fail(image.Path, $"{at:yyyy-MM-dd}", $"a report not older than {days} days",
                $"Container {image.Container}: report {scan.Name} is {(int)(view.Now - at).TotalDays} days old.");
    }
}
