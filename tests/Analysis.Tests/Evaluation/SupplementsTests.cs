using Posture.Analysis.Catalogue;
using Posture.Analysis.Evaluation;
using Posture.Analysis.Policy;
using Posture.Model.Inventory;
using Posture.Model.Verdicts;
using Posture.TestKit;

namespace Posture.Analysis.Tests.Evaluation;

/// <summary>Where the API shows nothing: results of kube-bench and assessments, then statements of persons; never more than they say.</summary>
public sealed class SupplementsTests
{
    private const string Tokens = "L9-API-STATIC-TOKENS"; // CIS 1.2.2 alone
    private const string Registry = "L3-REG-CLOUD-POSTURE";
    private static readonly DateTimeOffset Now = new(2026, 11, 1, 12, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("PASS", Verdict.Pass)]
    [InlineData("FAIL", Verdict.Fail)]
    [InlineData("WARN", Verdict.Manual)]
    [InlineData("INFO", Verdict.NotApplicable)]
    public void KubeBench_Result_StandsInForHiddenFlags(string status, Verdict verdict)
    {
        var finding = Judge(Tokens, Bench("cp-1", ("1.2.2", status)));

        Assert.Equal(verdict, finding.Verdict);
        if (verdict is Verdict.Pass or Verdict.Fail)
            Assert.Equal(("kube-bench (cis-1.12) on cp-1: 1.2.2", status), (finding.Evidence[0].Path, finding.Evidence[0].Observed));
    }

    [Fact]
    public void KubeBench_WorstNodeDecides_AndPassingOnesAreNotNamed() => Assert.Equal(
        "kube-bench (cis-1.12) on cp-2: 1.2.2",
        Assert.Single(Judge(Tokens, Bench("cp-1", ("1.2.2", "PASS")), Bench("cp-2", ("1.2.2", "FAIL"))).Evidence).Path);

    [Theory]
    [InlineData("cis-1.12", "2026-09-30T00:00:00Z")]
    [InlineData("eks-1.8.0", "2026-10-30T00:00:00Z")]
    public void KubeBench_OldOrOfAnotherNumbering_SaysNothing(string version, string at) =>
        Assert.Equal(Verdict.NotAssessed, Judge(Tokens, Bench("cp-1", version, at, ("1.2.2", "FAIL"))).Verdict);

    [Fact]
    public void KubeBench_ItemMissing_IsNotAPass()
    {
        var finding = Judge("L9-API-TLS", Bench("cp-1", ("1.2.24", "PASS"), ("1.2.25", "PASS")));

        Assert.Equal(Verdict.NotAssessed, finding.Verdict);
        Assert.Contains("1.2.29", finding.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void KubeBench_WhereTheFlagIsVisible_IsNotAsked()
    {
        const string Server = """
            apiVersion: v1
            kind: Pod
            metadata: { name: kube-apiserver-cp-1, namespace: kube-system }
            spec: { containers: [{ name: kube-apiserver, command: [kube-apiserver, --token-auth-file=/x] }] }
            """;

        Assert.Equal(Verdict.Fail, Judge(Tokens, Server, Bench("cp-1", ("1.2.2", "PASS"))).Verdict);
    }

    [Fact]
    public void KubeBench_ComesAndGoes_VerdictFollows()
    {
        var evaluator = new ClusterEvaluator("c", Manifests.Inventory(""), PosturePolicy.Default, ControlCatalogue.Default);
        evaluator.Evaluate(Now);
        Assert.Equal(Verdict.NotAssessed, Of(evaluator, Tokens).Verdict);

        evaluator.Put(Manifests.Inventory(Bench("cp-1", ("1.2.2", "FAIL"))).All<KubeBenchReport>().Single());
        evaluator.Evaluate(Now);
        Assert.Equal(Verdict.Fail, Of(evaluator, Tokens).Verdict);

        evaluator.Remove(new("posture.dev", "KubeBenchReport"), "", "cp-1");
        evaluator.Evaluate(Now);
        Assert.Equal(Verdict.NotAssessed, Of(evaluator, Tokens).Verdict);
    }

    [Theory]
    [InlineData("AVD-KCV-0002", "false", Verdict.Fail)]
    [InlineData("KCV0002", "true", Verdict.Pass)]
    [InlineData("KSV-0002", "false", Verdict.NotAssessed)]
    public void InfraAssessment_ById_StandsInToo(string id, string success, Verdict verdict) => Assert.Equal(verdict, Judge(Tokens, $$"""
        apiVersion: aquasecurity.github.io/v1alpha1
        kind: InfraAssessmentReport
        metadata: { name: pod-kube-apiserver, namespace: kube-system }
        report: { updateTimestamp: "2026-10-30T00:00:00Z", checks: [{ checkID: {{id}}, success: {{success}}, severity: MEDIUM }] }
        """).Verdict);

    [Theory]
    [InlineData("*", "2026-10-01", "2027-01-01", true, Verdict.Pass)]
    [InlineData("c", "2026-10-01", "2026-11-01", true, Verdict.Pass)]
    [InlineData("c", "2026-10-01", "2027-01-01", false, Verdict.Fail)]
    [InlineData("c", "2026-10-01", "2026-10-31", true, Verdict.Manual)]
    [InlineData("c", "2026-10-01", "2026-10-31", false, Verdict.Manual)]
    [InlineData("c", "2026-11-02", "2027-01-01", true, Verdict.Manual)]
    [InlineData("cc", "2026-10-01", "2027-01-01", true, Verdict.Manual)]
    [InlineData("c/shop", "2026-10-01", "2027-01-01", true, Verdict.Manual)]
    public void Attestation_HoldsForItsScopeAndTime(string scope, string date, string expires, bool passes, Verdict verdict)
    {
        var policy = PosturePolicy.Default with { Attestations = [Said(Registry, scope, date, expires, passes)] };

        var finding = Judge(policy, Registry, "");

        Assert.Equal(verdict, finding.Verdict);
        if (verdict is Verdict.Pass or Verdict.Fail)
            Assert.Equal("policy: attestations", Assert.Single(finding.Evidence).Path);
    }

    [Fact]
    public void Attestation_OfAHiddenSetting_StandsInForTheApi_ButNotForAKubeBenchFailure()
    {
        var policy = PosturePolicy.Default with { Attestations = [Said(Tokens, "*", "2026-10-01", "2027-01-01", true)] };

        Assert.Equal(Verdict.Pass, Judge(policy, Tokens, "").Verdict);
        Assert.Equal(Verdict.Pass, Judge(policy, Tokens, Bench("cp-1", ("1.2.2", "WARN"))).Verdict);
        Assert.Equal(Verdict.Fail, Judge(policy, Tokens, Bench("cp-1", ("1.2.2", "FAIL"))).Verdict);
    }

    [Fact]
    public void Catalogue_SaysWhatMayStandIn()
    {
        static IReadOnlyList<string> Sources(string id) => ControlSources.Of(ControlCatalogue.Default.Find(id)!);

        Assert.Equal(["cluster", "kube-bench", "attestation"], Sources(Tokens));
        Assert.Equal(["facts", "attestation"], Sources(Registry));
        Assert.Equal(["reports"], Sources("L2-IMG-NOT-SCANNED"));
        Assert.Equal(["cluster"], Sources("L1-CTR-PRIVILEGED"));
    }

    private static Attestation Said(string control, string scope, string date, string expires, bool passes) => new()
    {
        Control = control,
        Scope = [scope],
        By = "the platform team",
        Date = Day(date),
        Expires = Day(expires),
        Passes = passes,
        Statement = "It is so.",
    };

    private static DateOnly Day(string text) => DateOnly.ParseExact(text, "yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);

    private static string Bench(string node, params (string Id, string Status)[] results) => Bench(node, "cis-1.12", "2026-10-30T00:00:00Z", results);

    private static string Bench(string node, string version, string at, params (string Id, string Status)[] results) => $$"""
        apiVersion: posture.dev/v1
        kind: KubeBenchReport
        metadata: { name: {{node}} }
        spec: { node: {{node}}, version: {{version}}, collectedAt: "{{at}}", results: [{{string.Join(", ", results.Select(result => $"{{ id: \"{result.Id}\", status: {result.Status} }}"))}}] }
        """;

    private static Finding Judge(string control, params string[] objects) => Judge(PosturePolicy.Default, control, objects);

    private static Finding Judge(PosturePolicy policy, string control, params string[] objects)
    {
        var evaluator = new ClusterEvaluator("c", Manifests.Inventory(string.Join("\n---\n", objects)), policy, ControlCatalogue.Default);
        evaluator.Evaluate(Now);
        return Of(evaluator, control);
    }

    private static Finding Of(ClusterEvaluator evaluator, string control) => Assert.Single(evaluator.Findings, finding => finding.Control == control);
}
