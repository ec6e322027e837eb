using Posture.Analysis.Catalogue;
using Posture.Analysis.Evaluation;
using Posture.Model.Coverage;
using Posture.Model.Verdicts;
using Posture.TestKit;

namespace Posture.Analysis.Tests.Checks;

/// <summary>A cluster that has no kind of copy may be backed up by its storage: unknown, neither passed nor failed.</summary>
public sealed class CopyCoverageTests
{
    private const string Claim = """
        { apiVersion: v1, kind: Namespace, metadata: { name: shop, labels: { posture.dev/data: stateful } } }
        ---
        { apiVersion: v1, kind: PersistentVolumeClaim, metadata: { name: data, namespace: shop } }
        """;

    [Theory]
    [InlineData(CoverageState.NotServed, CoverageState.NotServed, Verdict.NotAssessed)]
    [InlineData(CoverageState.Read, CoverageState.NotServed, Verdict.Fail)]
    [InlineData(CoverageState.NotServed, CoverageState.Read, Verdict.Fail)]
    [InlineData(CoverageState.Forbidden, CoverageState.Read, Verdict.NotAssessed)]
    public void Claim_WithoutCopy_IsJudgedByWhatTheClusterServes(CoverageState snapshots, CoverageState backups, Verdict expected)
    {
        var inventory = Manifests.Inventory(Claim);
        inventory.SetCoverage(new("snapshot.storage.k8s.io", "VolumeSnapshot", snapshots, null, null, 0));
        inventory.SetCoverage(new("velero.io", "Backup", backups, null, null, 0));
        var evaluator = new ClusterEvaluator("c", inventory, FixtureTests.TestPolicy, ControlCatalogue.Default);

        evaluator.Evaluate(new(2026, 11, 1, 12, 0, 0, TimeSpan.Zero));

        Assert.Equal(expected, evaluator.Findings.Single(finding => finding is { Control: "L8-BACKUP-SNAPSHOT", Object.Name: "shop" }).Verdict);
    }
}
