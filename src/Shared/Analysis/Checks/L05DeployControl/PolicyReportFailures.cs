using Posture.Analysis.Indexes;
using Posture.Model.Inventory;
using Posture.Model.Verdicts;

namespace Posture.Analysis.Checks.L05DeployControl;

/// <summary>
/// L5-POLICY-REPORT-FAILS: a report of a policy engine (PolicyReport, OpenReports) holds failures or errors; each result's severity is kept. Reports of the cluster
/// are judged on the cluster. Results that Posture wrote are left out.
/// </summary>
internal sealed class PolicyReportFailures : NamespaceCheck
{
    public override string Id => "L5-POLICY-REPORT-FAILS";

    public override IReadOnlyList<KindRef> Reads { get; } = [.. Kinds<PolicyReport>()];

    /// <summary>The first report shows that an engine reports at all, to every namespace.</summary>
    public override bool CrossNamespace => true;

    internal override CheckSubject? ClusterSubject(ClusterView view) => view.PolicyReports[""].Any() ? new(view.ClusterRef, view) : null;

    internal override void Judge(CheckSubject subject, ClusterView view, Judgement judgement)
    {
        if (subject.Target is Namespace)
            base.Judge(subject, view, judgement);
        else
            Evaluate("", view, judgement);
    }

    protected override void Evaluate(Namespace ns, ClusterView view, Judgement judgement) => Evaluate(ns.Name, view, judgement);

    private static void Evaluate(string ns, ClusterView view, Judgement judgement)
    {
        var seen = false;
        foreach (var report in view.PolicyReports[ns])
        {
            seen = true;
            Evaluate(report, judgement);
        }
        if (!seen)
            judgement.NotAssessed(view.PolicyReports.Count == 0
                ? "The cluster holds no PolicyReport; install a policy engine that writes them, for example Kyverno, or its reports controller."
                : "No policy report speaks of this namespace.");
    }

    private static void Evaluate(PolicyReport report, Judgement judgement)
    {
        var place = $"{report.Kind}/{report.Name}: results";
        foreach (var result in report.Results.Worst)
            judgement.Fail($"{place}[{result.Policy}/{result.Rule}]", result.Result ?? "absent", "pass",
                $"{result.Object ?? $"{report.Scope?.Kind}/{report.Scope?.Name}"}: rule {result.Rule} of {result.Policy} says {result.Result}.", SeverityOf(result.Severity));
        if (report.Results is { Worst.Count: 0, Own: 0 } && Math.Max(0L, report.Summary.Fail ?? 0) + Math.Max(0, report.Summary.Error ?? 0) is var counted and > 0)
            judgement.Fail(place, $"{counted} failures and errors", "none", $"{report.Kind} {report.Name} counts {counted} failures and errors.");
    }

    private static Severity? SeverityOf(string? severity) => severity?.ToLowerInvariant() switch
    {
        "critical" => Severity.Critical,
        "high" => Severity.High,
        "medium" => Severity.Medium,
        "low" or "info" => Severity.Low,
        _ => null,
    };
}
