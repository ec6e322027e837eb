using Posture.Analysis.Catalogue;
using Posture.Analysis.Evaluation;
using Posture.Analysis.Policy;
using Posture.Model.Verdicts;
using Posture.TestKit;

namespace Posture.Analysis.Tests.Checks;

/// <summary>What Kubernetes ships must not drown what people did: on a cluster as installed no RBAC check fails.</summary>
public sealed class ShippedAccessTests
{
    [Fact]
    public void BootstrapObjects_OfARealRelease_FailNoAccessCheck()
    {
        var corpus = SharedFolder.Find("corpus");
        Assert.SkipWhen(corpus is null, "../shared/corpus is not beside the repository");
        var inventory = Manifests.Inventory(File.ReadAllText(Path.Combine(corpus!, "realistic", "k8s-bootstrap-rbac.yaml")));
        var evaluator = new ClusterEvaluator("bare", inventory, PosturePolicy.Default, ControlCatalogue.Default);
        evaluator.Evaluate(new(2026, 11, 1, 0, 0, 0, TimeSpan.Zero));
        var access = evaluator.Findings.Where(finding => finding.Control.Contains("-RBAC", StringComparison.Ordinal)).ToList();
        Assert.True(access.Count > 500, $"only {access.Count} findings");
        Assert.Contains(access, finding => finding.Verdict == Verdict.Exempt);
        Assert.Empty(access.Where(finding => finding.Verdict is Verdict.Fail or Verdict.Error && !finding.Object.Name.Contains("openshift", StringComparison.Ordinal))
            .Select(finding => $"{finding.Control} {finding.Object}: {finding.Message}"));
    }
}
