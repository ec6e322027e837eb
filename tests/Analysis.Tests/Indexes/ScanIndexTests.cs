using Posture.Analysis.Catalogue;
using Posture.Analysis.Evaluation;
using Posture.Analysis.Policy;
using Posture.Model.Inventory;
using Posture.Model.Verdicts;
using Posture.TestKit;

namespace Posture.Analysis.Tests.Indexes;

/// <summary>Reports that come, change and go one by one, and reports of a hostile shape.</summary>
public sealed class ScanIndexTests
{
    private static readonly KindRef Kind = new("aquasecurity.github.io", "VulnerabilityReport");

    private const string Control = "L2-IMG-VULN-CRITICAL";
    private const string Digest = "sha256:aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa";

    private const string Pod = $$"""
        apiVersion: v1
        kind: Pod
        metadata: { name: web, namespace: shop }
        spec: { containers: [{ name: app }] }
        status: { containerStatuses: [{ name: app, imageID: "web@{{Digest}}" }] }
        """;

    private const string Head = "apiVersion: aquasecurity.github.io/v1alpha1\nkind: VulnerabilityReport\nmetadata: { name: a, namespace: shop }\n";

    [Fact]
    public void Report_ComesChangesAndGoes_VerdictFollows()
    {
        var evaluator = new ClusterEvaluator("test", Manifests.Inventory(Pod), PosturePolicy.Default, ControlCatalogue.Default);
        Assert.Equal(Verdict.NotAssessed, Judge(evaluator));

        evaluator.Put(Report("a", ""));
        Assert.Equal(Verdict.Pass, Judge(evaluator));

        evaluator.Put(Report("a", "{ vulnerabilityID: CVE-1, severity: CRITICAL, fixedVersion: 1.2.3 }"));
        Assert.Equal(Verdict.Fail, Judge(evaluator));

        evaluator.Put(Report("b", ""));
        evaluator.Remove(Kind, "shop", "a");
        Assert.Equal(Verdict.Pass, Judge(evaluator));

        evaluator.Remove(Kind, "shop", "b");
        Assert.Equal(Verdict.NotAssessed, Judge(evaluator));
    }

    [Theory]
    [InlineData("report: null")]
    [InlineData("report: { artifact: { digest: 12 } }")]
    [InlineData($"report: {{ artifact: {{ digest: '{Digest}' }}, vulnerabilities: [{{ }}, {{ severity: 3, publishedDate: soon }}], summary: {{ }} }}")]
    public void Report_OfAnotherShape_IsReadWithoutError(string report)
    {
        var evaluator = new ClusterEvaluator("test", Manifests.Inventory($"{Pod}\n---\n{Head}{report}\n"), PosturePolicy.Default, ControlCatalogue.Default);
        Assert.NotEqual(Verdict.Error, Judge(evaluator));
    }

    [Theory]
    [InlineData("report: []")]
    [InlineData($"report: {{ artifact: {{ digest: '{Digest}' }}, vulnerabilities: [7] }}")]
    [InlineData($"report: {{ artifact: {{ digest: '{Digest}' }}, vulnerabilities: [null] }}")]
    [InlineData($"report: {{ artifact: {{ digest: '{Digest}' }}, summary: {{ criticalCount: many }} }}")]
    [InlineData($"report: {{ artifact: {{ digest: '{Digest}' }}, updateTimestamp: soon }}")]
    public void Report_NotOfTheApi_IsToldAndNotBelieved(string report) =>
        Assert.StartsWith("manifest.malformed", Assert.Throws<InvalidOperationException>(() => Manifests.Inventory($"{Head}{report}\n")).Message, StringComparison.Ordinal);

    private static Verdict Judge(ClusterEvaluator evaluator)
    {
        evaluator.Evaluate(DateTimeOffset.UnixEpoch);
        return Assert.Single(evaluator.Findings, finding => finding.Control == Control).Verdict;
    }

    private static KubeObject Report(string name, string vulnerabilities) => Manifests.Inventory($$"""
        apiVersion: aquasecurity.github.io/v1alpha1
        kind: VulnerabilityReport
        metadata: { name: {{name}}, namespace: shop }
        report: { artifact: { digest: "{{Digest}}" }, vulnerabilities: [{{vulnerabilities}}] }
        """).All(Kind).Single();
}
