using Posture.Model.Inventory;

namespace Posture.Analysis.Indexes;

public sealed partial class ClusterView
{
    private DisruptionIndex? _disruptions;

    /// <summary>Autoscalers and disruption budgets.</summary>
    internal DisruptionIndex Disruptions => _disruptions ??= new(Inventory);

    private void ApplyToDisruptions(InventoryChange change)
    {
        if (change.Subject is HorizontalPodAutoscaler or PodDisruptionBudget)
            _disruptions = null;
    }
}
