using System.Globalization;
using Posture.Analysis.Indexes;
using Posture.Model.Inventory;

namespace Posture.Analysis.Checks.L02Content;

/// <summary>L2-IMG-VULN-HIGH: more fixable high vulnerabilities than the budget, or a fixable high or critical one that was published longer ago than agreed.</summary>
internal sealed class HighVulnerabilities : ScannedImageCheck
{
    public override string Id => "L2-IMG-VULN-HIGH";

    protected override void Evaluate(RunningImage image, VulnerabilityReport scan, ClusterView view, Judgement judgement)
    {
        var (found, stated) = (Counted(image, scan, view, judgement), scan.Report.Summary);
        var (budget, days) = (view.Policy.HighVulnerabilityBudget, view.Policy.VulnerabilityDays);
        if (found.FixableHigh > budget)
            judgement.Fail(image.Path, $"{found.FixableHigh} fixable high", $"at most {budget}", $"Container {image.Container}: {found.FixableHigh} fixable high vulnerabilities, report {scan.Name}.");
        if (found.OldestFixable is { } oldest && (view.Now - oldest).TotalDays > days)
            judgement.Fail(image.Path, oldest.UtcDateTime.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture), $"fixed within {days} days",
                $"Container {image.Container}: a fix of a high or critical vulnerability waits since {(int)(view.Now - oldest).TotalDays} days, report {scan.Name}.");
        var unlisted = Math.Max(0, (stated.HighCount ?? 0) - found.ListedHigh) + Math.Max(0, (stated.CriticalCount ?? 0) - found.ListedCritical);
        if (unlisted > 0)
            judgement.NotAssessed($"Report {scan.Name} counts {unlisted} high or critical vulnerabilities that it does not list, so whether a fix exists is unknown.");
        else if (found.FixableHigh + found.FixableCritical > 0 && found.OldestFixable is null)
            judgement.Note(image.Path, image.Digest, $"Report {scan.Name} names no day of publication: only the number was judged.");
    }
}
