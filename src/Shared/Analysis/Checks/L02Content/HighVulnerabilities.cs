using System.Globalization;
using Posture.Analysis.Indexes;
using Posture.Model.Inventory;

namespace Posture.Analysis.Checks.L02Content;

/// <summary>L2-IMG-VULN-HIGH: more fixable high vulnerabilities than the budget, or a fixable high or critical one that was published longer ago than agreed.</summary>
internal sealed class HighVulnerabilities : RunningImageCheck
{
    public override string Id => "L2-IMG-VULN-HIGH";

    public override IReadOnlyList<KindRef> Reads { get; } = [.. Kinds<VulnerabilityReport>()];

    protected override string? Unavailable(ClusterView view) => view.Scans.IsEmpty ? $"The cluster holds no VulnerabilityReport; {NoScanner}." : null;

    protected override void Evaluate(RunningImage image, Workload workload, ClusterView view, Judgement judgement)
    {
        if (view.Scans.Find(workload.Namespace, image.Digest) is not { Report: var report } scan)
        {
            judgement.NotAssessed($"No report exists for {image.Digest}, which container {image.Container} runs.");
            return;
        }
        var found = report.Vulnerabilities;
        var (budget, days) = (view.Policy.HighVulnerabilityBudget, view.Policy.VulnerabilityDays);
        if (found.FixableHigh > budget)
            judgement.Fail(image.Path, $"{found.FixableHigh} fixable high", $"at most {budget}", $"Container {image.Container}: {found.FixableHigh} fixable high vulnerabilities, report {scan.Name}.");
        if (found.OldestFixable is { } oldest && (view.Now - oldest).TotalDays > days)
            judgement.Fail(image.Path, oldest.UtcDateTime.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture), $"fixed within {days} days",
                $"Container {image.Container}: a fix of a high or critical vulnerability waits since {(int)(view.Now - oldest).TotalDays} days, report {scan.Name}.");
        var unlisted = Math.Max(0, (report.Summary.HighCount ?? 0) - found.ListedHigh) + Math.Max(0, (report.Summary.CriticalCount ?? 0) - found.ListedCritical);
        if (unlisted > 0)
            judgement.NotAssessed($"Report {scan.Name} counts {unlisted} high or critical vulnerabilities that it does not list, so whether a fix exists is unknown.");
        else if (found.FixableHigh + found.FixableCritical > 0 && found.OldestFixable is null)
            judgement.Note(image.Path, image.Digest, $"Report {scan.Name} names no day of publication: only the number was judged.");
    }
}
