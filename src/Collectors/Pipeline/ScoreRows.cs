using Posture.Analysis.Evaluation;
using Posture.Model.Verdicts;
using Posture.Store.Commands;

namespace Posture.Collectors.Pipeline;

/// <summary>Scores to store after an evaluation: the cluster's, and those of namespaces that a finding changed in.</summary>
internal static class ScoreRows
{
    /// <param name="evaluator">Holds the scores.</param>
    /// <param name="touched">Findings that changed; null for all namespaces.</param>
    public static IReadOnlyCollection<ScoreRow> Of(ClusterEvaluator evaluator, IEnumerable<Finding>? touched)
    {
        var rows = new List<ScoreRow>();
        var namespaces = touched?.Select(finding => finding.ScopeNamespace).Distinct(StringComparer.Ordinal).ToList() ?? [.. evaluator.ScoredNamespaces];
        if (touched is not null && namespaces.Count == 0)
            return rows;
        Add(rows, evaluator, null);
        foreach (var ns in namespaces)
            Add(rows, evaluator, ns);
        return rows;
    }

    private static void Add(List<ScoreRow> rows, ClusterEvaluator evaluator, string? ns)
    {
        var scores = evaluator.Scores(ns);
        for (var layer = 0; layer <= 10; layer++)
            rows.Add(new(ns, layer, scores[layer]));
    }
}
