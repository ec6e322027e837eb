using Posture.Analysis.Catalogue;
using Posture.Analysis.Evaluation;
using Posture.Analysis.Libraries;
using Posture.Analysis.Policy;
using Posture.Model.Inventory;
using Posture.TestKit;

namespace Posture.Analysis.Tests.Libraries;

/// <summary>What scanners found in images, by package, and which images are told anew.</summary>
public sealed class ImageScansTests
{
    private static readonly KindRef Kind = new("aquasecurity.github.io", "VulnerabilityReport");

    private static readonly string Digest = "sha256:" + new string('a', 64);

    [Fact]
    public void Report_IsToldByPackage_TheWorstWithAFixFirst()
    {
        var scan = Assert.Single(new ImageScans(Evaluator(Report("shop", Found("CVE-1", "LOW", "a", "2"), Found("CVE-2", "HIGH", "b", "2"), Found("CVE-3", "MEDIUM", "b", "2"), Found("CVE-4", "CRITICAL", "b", null))).View).TakeChanges().Put);

        Assert.Equal((Digest, true, new(2026, 11, 1, 0, 0, 0, TimeSpan.Zero)), (scan.Digest, scan.IsWhole, scan.At!.Value));
        Assert.Equal(["b 1→2 HIGH CVE-2 CVE-3", "a 1→2 LOW CVE-1", "b 1→ CRITICAL CVE-4"], Told(scan));
    }

    [Fact]
    public void Statements_TakeOut_AndTheirReasonStays()
    {
        var scan = Assert.Single(new ImageScans(Evaluator(
            Report("shop", Found("CVE-1", "CRITICAL", "a", "2"), Found("CVE-2", "HIGH", "a", "2"), Found("CVE-1", "CRITICAL", "b", "2")),
            $"apiVersion: posture.dev/v1\nkind: ImageFacts\nmetadata: {{ name: '{Digest}' }}\nspec: {{ newest: {{ tag: '2', digest: x }}, vex: [{{ vulnerability: CVE-1, status: not_affected, justification: '{new string('j', 300)}', by: ci, part: 'pkg:deb/a' }}] }}\n").View).TakeChanges().Put);

        Assert.Equal(["b 1→2 CRITICAL CVE-1", "a 1→2 HIGH CVE-2"], Told(scan));
        var said = Assert.Single(scan.Libraries[1].Out);
        Assert.Equal(("CVE-1", "not_affected", "ci", 200), (said.Vulnerability, said.Status, said.By, said.Justification!.Length));
        Assert.Equal("x", scan.Newest!.Digest);
    }

    /// <summary>Who may write reports into one namespace must not be able to take away what was found in another.</summary>
    [Fact]
    public void Reports_OfSeveralNamespaces_AreTakenTogether_OfOneTheNewest()
    {
        var evaluator = Evaluator(
            Report("shop", Found("CVE-1", "HIGH", "a", "2")), Report("bank", []), Report("shop", [Found("CVE-9", "HIGH", "a", "2")], "older", "2026-10-01"));

        Assert.Equal(["a 1→2 HIGH CVE-1"], Told(Assert.Single(new ImageScans(evaluator.View).TakeChanges().Put)));
    }

    [Theory]
    [InlineData("{ vulnerabilityID: CVE-9, severity: LOW }", "")]
    [InlineData("{ vulnerabilityID: CVE-9, severity: LOW, resource: a }", "summary: { criticalCount: 1 },")]
    [InlineData("{ vulnerabilityID: CVE-9, severity: LOW, resource: a }", "summary: { highCount: 1 },")]
    public void WhatIsFoundAndNotPlaced_MakesItNotWhole(string vulnerability, string summary) =>
        Assert.False(Assert.Single(new ImageScans(Evaluator(Report("shop", [vulnerability], summary: summary)).View).TakeChanges().Put).IsWhole);

    [Fact]
    public void PackagesWithoutEnd_AreCut_AndThenItIsNotWhole()
    {
        var scan = Assert.Single(new ImageScans(Evaluator(Report("shop", [.. Enumerable.Range(0, 300).Select(i => Found($"CVE-{i}", "LOW", $"p{i}", "2"))])).View).TakeChanges().Put);

        Assert.Equal((ImageScan.MaxLibraries, false), (scan.Libraries.Count, scan.IsWhole));
    }

    [Fact]
    public void Changes_AreTold_AndNothingElse()
    {
        var evaluator = Evaluator(Report("shop", Found("CVE-1", "HIGH", "a", "2")));
        var scans = new ImageScans(evaluator.View);
        Assert.Single(scans.TakeChanges().Put);
        Assert.Equal((0, 0), Counts(scans.TakeChanges()));

        evaluator.Put(Facts("{ source: x }"));
        Assert.Equal((1, 0), Counts(scans.TakeChanges()));
        evaluator.Put(Manifests.Inventory("apiVersion: posture.dev/v1\nkind: ImageFacts\nmetadata: { name: another }\nspec: { source: x }\n").All().Single());
        Assert.Equal((0, 0), Counts(scans.TakeChanges())); // nobody scanned it
        evaluator.Put(Manifests.Inventory(Report("bank", Found("CVE-2", "HIGH", "a", "2"))).All(Kind).Single());
        Assert.Equal(2, scans.TakeChanges().Put.Single().Libraries.Single().Ids.Count);
        evaluator.Remove(Kind, "shop", "r");
        Assert.Equal(["a 1→2 HIGH CVE-2"], Told(scans.TakeChanges().Put.Single()));
        evaluator.Remove(Kind, "bank", "r");
        Assert.Equal([Digest], scans.TakeChanges().Gone);
    }

    private static (int, int) Counts((IReadOnlyList<ImageScan> Put, IReadOnlyList<string> Gone) changes) => (changes.Put.Count, changes.Gone.Count);

    private static IEnumerable<string> Told(ImageScan scan) => scan.Libraries.Select(one => $"{one.Name} {one.Installed}→{one.Fixed} {one.Severity} {string.Join(' ', one.Ids)}".TrimEnd());

    private static KubeObject Facts(string spec) => Manifests.Inventory($"apiVersion: posture.dev/v1\nkind: ImageFacts\nmetadata: {{ name: '{Digest}' }}\nspec: {spec}\n").All().Single();

    private static string Found(string id, string severity, string package, string? fix) =>
        $"{{ vulnerabilityID: {id}, severity: {severity}, resource: {package}, installedVersion: '1', fixedVersion: '{fix}', packageType: debian }}";

    private static string Report(string ns, params string[] found) => Report(ns, found, "r");

    private static string Report(string ns, string[] found, string name = "r", string at = "2026-11-01", string summary = "") => $$"""
        apiVersion: aquasecurity.github.io/v1alpha1
        kind: VulnerabilityReport
        metadata: { name: {{name}}, namespace: {{ns}} }
        report: { updateTimestamp: '{{at}}T00:00:00Z', {{summary}} artifact: { digest: "{{Digest}}" }, vulnerabilities: [{{string.Join(", ", found)}}] }

        """;

    private static ClusterEvaluator Evaluator(params string[] manifests) => new("test", Manifests.Inventory(string.Join("---\n", manifests)), PosturePolicy.Default, ControlCatalogue.Default);
}
