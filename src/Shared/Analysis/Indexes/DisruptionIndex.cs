using Posture.Model.Inventory;

namespace Posture.Analysis.Indexes;

/// <summary>Autoscalers by what they scale, disruption budgets by namespace. Dropped when one of these changes.</summary>
internal sealed class DisruptionIndex
{
    /// <summary>The version in which an empty selector counted no pod.</summary>
    private const string BeforeV1 = "policy/v1beta1";

    private readonly Dictionary<(string Namespace, string Kind, string Name), HorizontalPodAutoscaler> _scalers = [];
    private readonly ILookup<string, PodDisruptionBudget> _budgets;

    internal DisruptionIndex(ClusterInventory inventory)
    {
        foreach (var scaler in inventory.All<HorizontalPodAutoscaler>())
            _scalers[(scaler.Namespace, scaler.Spec.ScaleTargetRef.Kind, scaler.Spec.ScaleTargetRef.Name)] = scaler;
        _budgets = inventory.All<PodDisruptionBudget>().OrderBy(budget => budget.Name, StringComparer.Ordinal)
            .ToLookup(budget => budget.Namespace, StringComparer.Ordinal);
    }

    /// <summary>The autoscaler of a workload; null when it has none.</summary>
    public HorizontalPodAutoscaler? ScalerOf(KubeObject workload) =>
        _scalers.GetValueOrDefault((workload.Namespace, workload.Kind, workload.Name));

    /// <summary>Budgets that count pods with these labels.</summary>
    public IEnumerable<PodDisruptionBudget> BudgetsOf(string ns, StringMap podLabels)
    {
        foreach (var budget in _budgets[ns])
            if (Counts(budget, podLabels))
                yield return budget;
    }

    /// <summary>Whether a budget counts a pod with these labels: an absent selector counts none, an empty one all, and none where the manifest is policy/v1beta1.</summary>
    public static bool Counts(PodDisruptionBudget budget, StringMap podLabels) =>
        budget.Spec.Selector is { } selector && !(selector.IsEmpty && budget.ApiVersion == BeforeV1) && selector.Matches(podLabels);
}
