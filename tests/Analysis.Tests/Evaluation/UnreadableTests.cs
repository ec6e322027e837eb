using Posture.Analysis.Catalogue;
using Posture.Analysis.Evaluation;
using Posture.Analysis.Policy;
using Posture.Model.Coverage;
using Posture.Model.Inventory;
using Posture.Model.Verdicts;

namespace Posture.Analysis.Tests.Evaluation;

/// <summary>Unknown is never shown as passed.</summary>
public sealed class UnreadableTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 1, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void NoKindReadable_NoControlPasses() => Assert.Empty(Passing(CoverageState.Forbidden));

    [Fact]
    public void EveryKindReadAndEmpty_NoControlPasses() => Assert.Empty(Passing(CoverageState.Read));

    private static List<string> Passing(CoverageState state)
    {
        var inventory = new ClusterInventory();
        foreach (var kind in KnownKinds.All)
            inventory.SetCoverage(new(kind.Group, kind.Kind, state, "refused", null, 0));
        var evaluator = new ClusterEvaluator("test", inventory, PosturePolicy.Default, ControlCatalogue.Default);
        evaluator.Evaluate(Now);
        Assert.NotEmpty(evaluator.Findings);
        return [.. evaluator.Findings.Where(finding => finding.Verdict == Verdict.Pass).Select(finding => finding.Control).Order(StringComparer.Ordinal)];
    }
}
