using System.Globalization;
using Posture.Analysis.Indexes;
using Posture.Model.Inventory;

namespace Posture.Analysis.Checks.L06Orchestration;

/// <summary>What the bounds of a disruption budget mean.</summary>
internal static class BudgetTerms
{
    /// <summary>
    /// Judges a budget by itself: where it counts a Deployment or StatefulSet, whose replicas decide, that workload is judged instead.
    /// </summary>
    public static void Judge(PodDisruptionBudget budget, ClusterView view, Judgement judgement)
    {
        var counted = false;
        foreach (var workload in view.Workloads.InNamespace(budget.Namespace))
            if (DisruptionIndex.Counts(budget, workload.PodLabels))
            {
                if (workload.Object is Deployment or StatefulSet)
                    return;
                counted = true;
            }
        if (Never(budget.Spec) is { } bound)
            judgement.Fail($"spec.{bound.Field}", bound.Value, "a bound that lets one pod go", "However many pods there are, none may be evicted: drains stall.");
        else if (!counted && view.Workloads.All.Count == 0)
            judgement.NotAssessed("No workload is among the objects read, so whether the budget counts pods is unknown.");
        else if (!counted)
            judgement.Fail("spec.selector", "counts no pod", "pods of the namespace", "The budget protects nothing: what it was written for has none.");
    }

    /// <summary>The bound that allows no eviction while all replicas are well; percentages round up, as the disruption controller does.</summary>
    public static (string Field, string Value)? Blocks(PodDisruptionBudgetSpec budget, int replicas)
    {
        if (budget.MaxUnavailable is { } most)
            return Count(most, replicas) == 0 ? ("maxUnavailable", most) : null;
        return budget.MinAvailable is { } least && Count(least, replicas) >= replicas ? ("minAvailable", least) : null;
    }

    /// <summary>The bound that allows no eviction whatever the number of pods.</summary>
    private static (string Field, string Value)? Never(PodDisruptionBudgetSpec budget) =>
        budget.MaxUnavailable is not null || budget.MinAvailable?.EndsWith('%') == true ? Blocks(budget, int.MaxValue) : null;

    private static int? Count(string value, int replicas) => value.EndsWith('%')
        ? int.TryParse(value.AsSpan(0, value.Length - 1), NumberStyles.None, CultureInfo.InvariantCulture, out var part)
            ? (int)long.Min(((long)part * replicas + 99) / 100, int.MaxValue) : null
        : int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var count) ? count : null;
}
