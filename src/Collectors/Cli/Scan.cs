using Posture.Analysis.Catalogue;
using Posture.Analysis.Evaluation;
using Posture.Analysis.Policy;
using Posture.Collectors.Pipeline;
using Posture.Collectors.Sources;
using Posture.Model.Inventory;
using Posture.Model.Verdicts;

namespace Posture.Collectors.Cli;

/// <summary>The pipeline without the store: reads a source once, evaluates once.</summary>
internal static class Scan
{
    public static async Task<ScanResult> RunAsync(
        string cluster, IAsyncEnumerable<SourceEvent> source, PosturePolicy policy, string? ns, Action<int> progress, TimeProvider time, CancellationToken cancellationToken)
    {
        var catalogue = ControlCatalogue.Default;
        var inventory = new ClusterInventory();
        var intake = new Intake(inventory);
        await foreach (var told in source.WithCancellation(cancellationToken))
        {
            if (told is SourceEvent.Synced)
                break;
            intake.Take(told);
            if (inventory.Count % 1000 == 0)
                progress(inventory.Count);
        }
        var evaluator = new ClusterEvaluator(cluster, inventory, policy, catalogue);
        var at = time.GetUtcNow();
        evaluator.Evaluate(at);
        IEnumerable<Finding> findings = evaluator.Findings;
        if (ns is not null)
            findings = findings.Where(finding => finding.ScopeNamespace == ns);
        var kinds = KnownKinds.All.Select(kind => inventory.CoverageOf(kind.Ref) with { Count = inventory.CountOf(kind.Ref) })
            .Where(kind => kind.Count > 0 || !inventory.Covers(new(kind.Group, kind.Kind))).ToList();
        return new(cluster, PolicyHash.VersionOf(catalogue, policy), evaluator.Scores(ns), [.. findings], kinds, inventory.UnknownKinds, intake.Errors, inventory.Count, at);
    }
}
