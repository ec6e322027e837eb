using Posture.Analysis.Catalogue;
using Posture.Analysis.Evaluation;
using Posture.Analysis.Policy;
using Posture.Model.Verdicts;
using Posture.TestKit;

namespace Posture.Analysis.Tests.Checks;

/// <summary>What registry checks say under policies other than that of the fixtures.</summary>
public sealed class RegistryPolicyTests
{
    private const string Short = """
        apiVersion: v1
        kind: Pod
        metadata: { name: web, namespace: shop }
        spec: { containers: [{ name: app, image: "nginx:1.29" }] }
        status: { containerStatuses: [{ name: app, imageID: "IMAGE@sha256:aa" }] }
        """;

    [Fact]
    public void AllowList_Empty_NotAssessed() => Assert.Equal(Verdict.NotAssessed, Judge("L3-REG-ALLOWLIST", Short, PosturePolicy.Default));

    [Theory]
    [InlineData("docker.io/library/nginx", Verdict.Pass)]
    [InlineData("docker-pullable://docker.io/library/nginx", Verdict.Pass)]
    [InlineData("quay.io/library/nginx", Verdict.Fail)]
    [InlineData("docker-pullable://quay.io/library/nginx", Verdict.Fail)]
    public void AllowList_ShortName_JudgedByWhatTheNodePulled(string pulled, Verdict expected) => Assert.Equal(expected,
        Judge("L3-REG-ALLOWLIST", Short.Replace("IMAGE", pulled, StringComparison.Ordinal), PosturePolicy.Default with { AllowedRegistries = ["docker.io"] }));

    [Theory]
    [InlineData("docker.io", Verdict.Pass)]
    [InlineData("docker.io/library/", Verdict.Pass)]
    [InlineData("docker.io/lib", Verdict.Fail)]
    [InlineData("quay.io", Verdict.Fail)]
    public void PublicRegistry_Mirrored_PassesOnPathBoundaries(string mirrored, Verdict expected) =>
        Assert.Equal(expected, Judge("L3-REG-PUBLIC", Short, PosturePolicy.Default with { MirroredRegistries = [mirrored] }));

    private static Verdict Judge(string control, string yaml, PosturePolicy policy)
    {
        var evaluator = new ClusterEvaluator("test", Manifests.Inventory(yaml), policy, ControlCatalogue.Default);
        evaluator.Evaluate(new(2026, 11, 1, 12, 0, 0, TimeSpan.Zero));
        return Assert.Single(evaluator.Findings, finding => finding.Control == control).Verdict;
    }
}
