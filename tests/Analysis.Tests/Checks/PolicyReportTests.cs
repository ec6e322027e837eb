using Posture.Model.Verdicts;

namespace Posture.Analysis.Tests.Checks;

/// <summary>Whoever may write a report into a namespace says nothing about another with it (B-45).</summary>
public sealed class PolicyReportTests
{
    private const string Control = "L5-POLICY-REPORT-FAILS";

    private const string Cluster = """
        { apiVersion: v1, kind: Namespace, metadata: { name: evil } }
        ---
        { apiVersion: v1, kind: Namespace, metadata: { name: shop } }
        ---
        apiVersion: wgpolicyk8s.io/v1alpha2
        kind: PolicyReport
        metadata: { name: claims, namespace: evil }
        scope: { apiVersion: v1, kind: Namespace, name: shop, namespace: shop }
        summary: { fail: 1 }
        results:
          - { policy: p, rule: r, result: fail, severity: critical, source: kyverno, resources: [{ apiVersion: v1, kind: Pod, name: web, namespace: shop }] }
        """;

    [Fact]
    public void Report_ThatNamesAnotherNamespace_CountsWhereItLies()
    {
        var found = FixtureTests.Evaluate(Cluster).Findings.Where(finding => finding.Control == Control).ToDictionary(finding => finding.ScopeNamespace, finding => finding.Verdict, StringComparer.Ordinal);

        Assert.Equal(Verdict.Fail, found["evil"]);
        Assert.Equal(Verdict.NotAssessed, found["shop"]);
    }
}
