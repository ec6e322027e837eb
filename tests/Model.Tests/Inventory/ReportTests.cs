using System.Text;
using System.Text.Json;
using Posture.Model.Inventory;

namespace Posture.Model.Tests.Inventory;

/// <summary>Reports of other tools: counted while they are read, a bounded number of the worst kept, nothing that could be a secret.</summary>
public sealed class ReportTests
{
    private const string Trivy = "aquasecurity.github.io";

    [Fact]
    public void PolicyReport_HundredThousandResults_KeepsCountsAndTheWorst()
    {
        var results = string.Join(',', Enumerable.Range(0, 100_000).Select(i =>
            $$"""{"policy":"p{{i % 100}}","rule":"r","result":"{{(i % 2 == 0 ? "fail" : "pass")}}","severity":"{{(i % 1000 == 0 ? "critical" : "low")}}","message":"{{new string('m', 50)}}"}"""));

        var report = Read<PolicyReport>("wgpolicyk8s.io", "PolicyReport", $"{{\"results\":[{results}]}}");

        Assert.Equal((50_000, 50_000, PolicyResultList.MaxKept), (report.Results.Fail, report.Results.Pass, report.Results.Worst.Count));
        Assert.All(report.Results.Worst, result => Assert.Equal("critical", result.Severity));
    }

    [Fact]
    public void PolicyReport_WrittenByPosture_CountsNowhere()
    {
        var report = Read<PolicyReport>("openreports.io", "Report", """{"results":[{"source":"posture","result":"fail"},{"source":"kyverno","result":"error","resources":[{"kind":"Pod","name":"x"}]}]}""");

        Assert.Equal((1, 0, 1), (report.Results.Own, report.Results.Fail, report.Results.Error));
        Assert.Equal("Pod/x", Assert.Single(report.Results.Worst).Object);
    }

    [Fact]
    public void VulnerabilityReport_OneIdInSeveralPackages_CountsOnceWithItsFix()
    {
        var report = Read<VulnerabilityReport>(Trivy, "VulnerabilityReport", """
            {"report":{"vulnerabilities":[
              {"vulnerabilityID":"CVE-1","severity":"CRITICAL","fixedVersion":"","publishedDate":"2026-02-01T00:00:00Z"},
              {"vulnerabilityID":"CVE-1","severity":"HIGH","fixedVersion":"2","publishedDate":"2026-02-01T00:00:00Z"},
              {"vulnerabilityID":"CVE-2","severity":"high","fixedVersion":"2","publishedDate":"2026-01-01"},
              {"vulnerabilityID":"CVE-3","severity":"LOW","title":"x: Remote code execution in y"},
              {"vulnerabilityID":"CVE-4","severity":"CRITICAL"}]}}
            """).Report.Vulnerabilities;

        Assert.Equal((1, 1, 1, 2, 2), (report.FixableCritical, report.UnfixableCritical, report.FixableHigh, report.ListedCritical, report.ListedHigh));
        Assert.Equal(["CVE-1", "CVE-4", "CVE-2", "CVE-3"], report.Worst.Select(one => one.Id));
        Assert.Equal(new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero), report.OldestFixable);
        Assert.True(report.Worst[3].RemoteCode);
    }

    [Fact]
    public void VulnerabilityReport_MoreThanAreKept_SaysHowMany()
    {
        var vulnerabilities = string.Join(',', Enumerable.Range(0, VulnerabilityList.MaxKept + 7).Select(i => $$"""{"vulnerabilityID":"CVE-{{i}}","severity":"LOW"}"""));

        var list = Read<VulnerabilityReport>(Trivy, "VulnerabilityReport", $"{{\"report\":{{\"vulnerabilities\":[{vulnerabilities}]}}}}").Report.Vulnerabilities;

        Assert.Equal((VulnerabilityList.MaxKept, 7), (list.Worst.Count, list.Left));
    }

    [Fact]
    public void VulnerabilityReport_KeepsThePackagesOfTheWorst()
    {
        var list = Read<VulnerabilityReport>(Trivy, "VulnerabilityReport", """
            {"report":{"vulnerabilities":[
              {"vulnerabilityID":"CVE-1","severity":"HIGH","resource":"libssl3","installedVersion":"3.0.1","fixedVersion":"3.0.2","packageType":"debian"},
              {"vulnerabilityID":"CVE-1","severity":"HIGH","resource":"openssl","installedVersion":"3.0.1","fixedVersion":"3.0.2","packageType":"debian"},
              {"vulnerabilityID":"CVE-1","severity":"HIGH","resource":"openssl","installedVersion":"3.0.1","fixedVersion":"3.0.2","packageType":"debian"},
              {"vulnerabilityID":"CVE-2","severity":"LOW","resource":"PyYAML","installedVersion":"5","packagePURL":"pkg:pypi/pyyaml@5"},
              {"vulnerabilityID":"CVE-3","severity":"LOW"}]}}
            """).Report.Vulnerabilities;

        Assert.Equal(["deb libssl3 3.0.1 3.0.2", "deb openssl 3.0.1 3.0.2", "pypi pyyaml 5 "], list.Libraries.Select(one => $"{one.Type} {one.Name} {one.Installed} {one.Fixed}"));
        Assert.Equal(["CVE-1 0,1 ", "CVE-2 2 ", "CVE-3  True"], list.Worst.Select(one => $"{one.Id} {string.Join(',', one.In ?? [])} {one.InOthers}"));
        Assert.False(list.IsWhole); // CVE-3 is somewhere
    }

    [Fact]
    public void VulnerabilityReport_PackagesWithoutEnd_AreBounded_AndSaidToBeMore()
    {
        var one = string.Join(',', Enumerable.Range(0, 5_000).Select(i => $$"""{"vulnerabilityID":"CVE-1","severity":"HIGH","resource":"p{{i}}"}"""));
        var many = string.Join(',', Enumerable.Range(0, 3_000).Select(i => $$"""{"vulnerabilityID":"CVE-{{i % 400}}","severity":"HIGH","resource":"p{{i}}"}"""));

        var (first, second) = (Of(one), Of(many));

        Assert.Equal((VulnerabilityList.MaxIn, true), (first.Worst.Single().In!.Count, first.Worst.Single().InOthers));
        Assert.Equal(VulnerabilityList.MaxLibraries, second.Libraries.Count);
        Assert.Contains(second.Worst, vulnerability => vulnerability.InOthers == true);
        Assert.False(first.IsWhole || second.IsWhole);

        static VulnerabilityList Of(string vulnerabilities) => Read<VulnerabilityReport>(Trivy, "VulnerabilityReport", $"{{\"report\":{{\"vulnerabilities\":[{vulnerabilities}]}}}}").Report.Vulnerabilities;
    }

    [Fact]
    public void VulnerabilityReport_WithoutSomeInOnePackage_CountsTheOthers()
    {
        var list = Read<VulnerabilityReport>(Trivy, "VulnerabilityReport", """
            {"report":{"vulnerabilities":[
              {"vulnerabilityID":"CVE-1","severity":"CRITICAL","resource":"a","fixedVersion":"2","publishedDate":"2026-01-01"},
              {"vulnerabilityID":"CVE-1","severity":"CRITICAL","resource":"b"},
              {"vulnerabilityID":"CVE-2","severity":"HIGH","resource":"a","fixedVersion":"2","publishedDate":"2026-02-01"},
              {"vulnerabilityID":"CVE-3","severity":"HIGH","fixedVersion":"2","publishedDate":"2026-03-01"}]}}
            """).Report.Vulnerabilities;

        var left = list.Without((_, package) => package?.Name == "a");

        Assert.Equal(["CVE-1 False", "CVE-3 True"], left.Worst.Select(one => $"{one.Id} {one.Fixable}"));
        Assert.Equal((0, 1, 1, 3), (left.FixableCritical, left.UnfixableCritical, left.FixableHigh, left.OldestFixable!.Value.Month));
        Assert.Same(list, list.Without((_, _) => false));
        Assert.Empty(list.Without((_, _) => true).Worst);
    }

    [Fact]
    public void ExposedSecretReport_NeverHoldsWhatWasMatched()
    {
        var report = Read<ExposedSecretReport>(Trivy, "ExposedSecretReport", """{"report":{"secrets":[{"ruleID":"aws","target":"/a","severity":"HIGH","match":"hunter2hunter2","title":"t"}]}}""");

        Assert.Equal((1, "/a"), (report.Report.Secrets.Count, report.Report.Secrets.Places[0].Target));
        Assert.DoesNotContain("hunter2", Written(report, Trivy, "ExposedSecretReport"), StringComparison.Ordinal);
    }

    [Fact]
    public void SbomReport_KeepsSystemPackagesAndCountsTheRest()
    {
        var components = Read<SbomReport>(Trivy, "SbomReport", """
            {"report":{"components":{"components":[{"name":"nmap","purl":"pkg:deb/debian/nmap@7"},{"name":"nmap","purl":"pkg:deb/debian/nmap@7"},{"name":"netcat","purl":"pkg:npm/netcat"},{"name":"debian"}]}}}
            """).Report.Components.Components;

        Assert.Equal(4, components.Count);
        Assert.Equal(["debian", "nmap"], components.Packages);
    }

    [Theory]
    [InlineData(Trivy, "VulnerabilityReport", """{"report":{"vulnerabilities":[{"vulnerabilityID":"CVE-1","severity":"CRITICAL","resource":"a","installedVersion":"0","fixedVersion":"1","publishedDate":"2026-01-01"}]}}""")]
    [InlineData(Trivy, "ExposedSecretReport", """{"report":{"secrets":[{"ruleID":"aws","target":"/a","severity":"HIGH"}]}}""")]
    [InlineData(Trivy, "ClusterSbomReport", """{"report":{"components":{"components":[{"name":"musl"}]}}}""")]
    [InlineData(Trivy, "InfraAssessmentReport", """{"report":{"checks":[{"checkID":"AVD-KCV-0001","success":false,"severity":"MEDIUM"}]}}""")]
    [InlineData("openreports.io", "ClusterReport", """{"summary":{"fail":1},"results":[{"policy":"p","rule":"r","result":"fail","severity":"high"}]}""")]
    [InlineData("posture.dev", "KubeBenchReport", """{"spec":{"node":"n","version":"cis-1.12","results":[{"id":"1.2.1","status":"PASS"}]}}""")]
    [InlineData("posture.dev", "ImageFacts", """{"spec":{"source":"s","signatures":[],"base":{"name":"b"}}}""")]
    public void Report_Stored_ReadsBackTheSame(string group, string kind, string json)
    {
        var info = KnownKinds.Find(group, kind)!;
        var written = JsonSerializer.Serialize(info.Decode(Encoding.UTF8.GetBytes(json)), info.Record);

        Assert.Equal(written, JsonSerializer.Serialize(info.Decode(Encoding.UTF8.GetBytes(written)), info.Record));
        Assert.True(written.Length > json.Length / 2, written);
    }

    [Fact]
    public void OwnKindsAndThoseOfManifests_AreNeverAskedOfAnApiServer() =>
        Assert.Equal(
            [
                "AuditSink", "CSINode", "CSIStorageCapacity", "CertificateSigningRequest", "ClusterCIDR", "ControllerRevision", "Event", "ImageFacts", "KubeBenchReport",
                "Lease", "LocalSubjectAccessReview", "PodPreset", "PodScheduling", "PodSchedulingContext", "PodSecurityPolicy", "RegistryFacts", "ResourceClaim",
                "ResourceClaimTemplate", "ResourceClass", "SelfSubjectAccessReview", "SelfSubjectRulesReview", "SubjectAccessReview", "TokenReview",
            ],
            KnownKinds.All.Where(kind => !kind.IsServed).Select(kind => kind.Kind).Order(StringComparer.Ordinal));

    private static T Read<T>(string group, string kind, string json)
        where T : KubeObject => (T)KnownKinds.Find(group, kind)!.Decode(Encoding.UTF8.GetBytes(json))!;

    private static string Written(KubeObject item, string group, string kind) => JsonSerializer.Serialize(item, KnownKinds.Find(group, kind)!.Record);
}
