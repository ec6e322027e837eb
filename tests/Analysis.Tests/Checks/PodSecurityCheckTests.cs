using Posture.Analysis.Catalogue;
using Posture.Analysis.Evaluation;
using Posture.Analysis.Policy;
using Posture.Model.Coverage;
using Posture.Model.Verdicts;
using Posture.TestKit;

namespace Posture.Analysis.Tests.Checks;

/// <summary>Verdicts that depend on the version of the cluster (rules R5, R6), on coverage, or on one place's own severity: what a fixture cannot say.</summary>
public sealed class PodSecurityCheckTests
{
    private const string UserNamespace = """
        apiVersion: v1
        kind: Pod
        metadata: { name: web, namespace: shop }
        spec: { hostUsers: false, securityContext: { runAsUser: 0 }, containers: [{ name: app }] }
        """;

    private const string Annotated = """
        apiVersion: v1
        kind: Pod
        metadata: { name: web, namespace: shop, annotations: { container.seccomp.security.alpha.kubernetes.io/app: unconfined } }
        spec: { containers: [{ name: app }] }
        """;

    private const string Claim = """
        apiVersion: v1
        kind: Pod
        metadata: { name: web, namespace: shop }
        spec: { containers: [{ name: app }], volumes: [{ name: data, persistentVolumeClaim: { claimName: data } }] }
        """;

    private const string Socket = """
        apiVersion: v1
        kind: Pod
        metadata: { name: web, namespace: shop }
        spec:
          containers: [{ name: app, volumeMounts: [{ name: run, mountPath: /run }] }]
          volumes: [{ name: run, hostPath: { path: /run } }]
        """;

    [Theory]
    [InlineData("L1-CTR-RUN-AS-ROOT-UID", UserNamespace, "v1.34.9", Verdict.Fail)]
    [InlineData("L1-CTR-RUN-AS-ROOT-UID", UserNamespace, "v1.35.0+build", Verdict.NotApplicable)]
    [InlineData("L1-CTR-RUN-AS-ROOT-UID", UserNamespace, null, Verdict.NotApplicable)]
    [InlineData("L1-CTR-RUN-AS-NONROOT", UserNamespace, "v1.34.9", Verdict.Fail)]
    [InlineData("L1-CTR-SECCOMP-UNCONFINED", Annotated, "v1.18.20", Verdict.Fail)]
    [InlineData("L1-CTR-SECCOMP-UNCONFINED", Annotated, "v1.19.0", Verdict.Pass)]
    public void Rule_OfAVersion_HoldsFromItOn(string control, string yaml, string? version, Verdict expected) =>
        Assert.Equal(expected, Judge(control, yaml, version).Verdict);

    [Theory]
    [InlineData(Claim, Verdict.NotAssessed)]
    [InlineData(Socket, Verdict.Fail)]
    public void RuntimeSocket_VolumesUnreadable_OnlyClaimsAreUnknown(string yaml, Verdict expected) =>
        Assert.Equal(expected, Judge("L1-CTR-RUNTIME-SOCKET", yaml, null, new KindCoverage("", "PersistentVolume", CoverageState.Forbidden, "403", null, 0)).Verdict);

    [Theory]
    [InlineData("[SYS_ADMIN]", "false", Severity.Critical)]
    [InlineData("[NET_ADMIN]", "false", Severity.High)]
    [InlineData("[NET_ADMIN]", "true", Severity.Critical)]
    public void DangerousCapability_TakeoverCombination_IsCritical(string added, string hostNetwork, Severity expected)
    {
        var yaml = $$"""
            apiVersion: v1
            kind: Pod
            metadata: { name: web, namespace: shop }
            spec: { hostNetwork: {{hostNetwork}}, containers: [{ name: app, securityContext: { capabilities: { add: {{added}} } } }] }
            """;
        Assert.Equal(expected, Judge("L1-CTR-CAP-DANGEROUS", yaml, null).Severity);
    }

    [Theory]
    [InlineData("{ requests: { cpu: 1, memory: 1Gi }, limits: { memory: 1Gi } }", Severity.Low)]
    [InlineData("{ requests: { cpu: 1, memory: 1Gi }, limits: { cpu: 1 } }", Severity.Medium)]
    [InlineData("{}", Severity.Medium)]
    public void ResourceBounds_MissingBound_HasItsOwnSeverity(string resources, Severity expected)
    {
        var yaml = $$"""
            apiVersion: v1
            kind: Pod
            metadata: { name: web, namespace: shop }
            spec: { containers: [{ name: app, resources: {{resources}} }] }
            """;
        Assert.Equal(expected, Judge("L1-CTR-RESOURCES", yaml, null).Severity);
    }

    private static Finding Judge(string control, string yaml, string? version, KindCoverage? coverage = null)
    {
        var inventory = Manifests.Inventory(yaml);
        inventory.ServerVersion = version;
        if (coverage is not null)
            inventory.SetCoverage(coverage);
        var evaluator = new ClusterEvaluator("test", inventory, PosturePolicy.Default, ControlCatalogue.Default);
        evaluator.Evaluate(DateTimeOffset.UnixEpoch);
        return Assert.Single(evaluator.Findings, finding => finding.Control == control);
    }
}
