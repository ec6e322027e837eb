using Posture.Analysis.Catalogue;
using Posture.Analysis.Evaluation;
using Posture.Analysis.Policy;
using Posture.Analysis.Remediation;
using Posture.TestKit;

namespace Posture.Analysis.Tests.Remediation;

/// <summary>Where an image comes from is put right by its copy, where a rule names one; that the patch makes the control pass is tried with all others.</summary>
public sealed class MirrorRemedyTests
{
    private const string Digest = "@sha256:aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa";

    private static readonly PosturePolicy Policy = PosturePolicy.Default with
    {
        AllowedRegistries = ["registry.example.com", "registry.k8s.io"],
        Mirrors = [new("docker.io", "registry.example.com/hub"), new("registry.k8s.io", "registry.example.com/k8s"), new("quay.io", "elsewhere.example/quay")],
    };

    [Theory]
    [InlineData("L3-REG-PUBLIC", "nginx", "registry.example.com/hub/library/nginx")]
    [InlineData("L3-REG-PUBLIC", "nginx:1.29", "registry.example.com/hub/library/nginx:1.29")]
    [InlineData("L3-REG-PUBLIC", "docker.io/acme/web:1" + Digest, "registry.example.com/hub/acme/web:1" + Digest)]
    [InlineData("L3-REG-ALLOWLIST", "acme/web" + Digest, "registry.example.com/hub/acme/web" + Digest)]
    [InlineData("L3-REG-DEPRECATED-K8S", "k8s.gcr.io/pause:3.9", "registry.example.com/k8s/pause:3.9")] // the rule for what follows the frozen one
    [InlineData("L3-REG-PUBLIC", "quay.io/acme/web:1", null)] // the copy would itself not be allowed
    [InlineData("L3-REG-ALLOWLIST", "quay.io/acme/web:1", null)]
    [InlineData("L3-REG-ALLOWLIST", "docker.io.evil.io/acme/web:1", null)]
    [InlineData("L3-REG-PUBLIC", "ghcr.io/acme/web:1", null)] // no rule
    public void Patch_NamesTheCopy_WhereARuleCoversTheImage(string control, string image, string? expected)
    {
        var inventory = Manifests.Inventory($$"""
            { apiVersion: apps/v1, kind: Deployment, metadata: { name: web, namespace: shop }, spec: { template: { spec: { containers: [{ name: app, image: "{{image}}" }] } } } }
            """);
        var evaluator = new ClusterEvaluator("prod", inventory, Policy, ControlCatalogue.Default);
        evaluator.Evaluate(new(2026, 11, 1, 0, 0, 0, TimeSpan.Zero));

        var remedy = RemedyBook.For(evaluator.Findings.Single(finding => finding.Control == control && finding.Object.Kind == "Deployment"), Documents.Finder(inventory));

        Assert.Equal(expected, remedy?.Changes.Single().After["spec"]!["template"]!["spec"]!["containers"]![0]!["image"]!.GetValue<string>());
    }
}
