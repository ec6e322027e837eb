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

    /// <summary>What is said of a part is said of it alone: not of the image, not of another package, not of another version.</summary>
    [Theory]
    [InlineData("{ vulnerability: CVE-1, status: not_affected }", Verdict.Pass)]
    [InlineData("{ vulnerability: CVE-1, status: not_affected, part: 'pkg:deb/debian/a@1' }, { vulnerability: CVE-1, status: fixed, part: 'pkg:deb/debian/b' }", Verdict.Pass)]
    [InlineData("{ vulnerability: CVE-1, status: not_affected, part: 'pkg:deb/debian/a@1' }", Verdict.Fail)]
    [InlineData("{ vulnerability: CVE-1, status: not_affected, part: 'pkg:deb/debian/a@2' }, { vulnerability: CVE-1, status: fixed, part: 'pkg:deb/debian/b' }", Verdict.Fail)]
    [InlineData("{ vulnerability: CVE-1, status: not_affected, part: 'no url' }", Verdict.Fail)]
    [InlineData("{ vulnerability: CVE-2, status: not_affected }", Verdict.Fail)]
    [InlineData("{ vulnerability: CVE-1, status: not_affected, at: '2026-01-01T00:00:00Z' }, { vulnerability: CVE-1, status: affected, part: 'pkg:deb/a', at: '2026-02-01T00:00:00Z' }", Verdict.Fail)]
    [InlineData("{ vulnerability: CVE-1, status: affected, part: 'pkg:deb/a', at: '2026-01-01T00:00:00Z' }, { vulnerability: CVE-1, status: not_affected, at: '2026-02-01T00:00:00Z' }", Verdict.Pass)]
    public void Statement_AboutAPart_IsAboutItAlone(string vex, Verdict expected)
    {
        var evaluator = new ClusterEvaluator("test", Manifests.Inventory(Pod), PosturePolicy.Default, ControlCatalogue.Default);
        evaluator.Put(Report("a", """
            { vulnerabilityID: CVE-1, severity: CRITICAL, fixedVersion: 2, resource: a, installedVersion: 1, packageType: debian },
            { vulnerabilityID: CVE-1, severity: CRITICAL, fixedVersion: 2, resource: b, installedVersion: 1, packageType: debian }
            """));
        evaluator.Put(Manifests.Inventory($"apiVersion: posture.dev/v1\nkind: ImageFacts\nmetadata: {{ name: '{Digest}' }}\nspec: {{ vex: [{vex}] }}\n").All().Single());

        Assert.Equal(expected, Judge(evaluator));
    }

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
