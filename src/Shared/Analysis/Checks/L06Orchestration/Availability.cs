using Posture.Analysis.Indexes;
using Posture.Model.Inventory;
using Posture.Model.Verdicts;

namespace Posture.Analysis.Checks.L06Orchestration;

/// <summary>
/// L6-WL-AVAILABILITY: what runs in several copies, or is marked critical, has one disruption budget that leaves room for a drain; a critical service has
/// more than one replica or an autoscaler; an autoscaler scales something that is there, and a budget counts some pod: one that counts none, by a slip of its
/// selector, leaves what it was written for without.
/// </summary>
internal sealed class Availability : WorkloadOrObjectCheck<KubeObject>
{
    private const string Budget = "PodDisruptionBudget";

    public override string Id => "L6-WL-AVAILABILITY";

    public override IReadOnlyList<KindRef> Reads { get; } =
        [.. Kinds<HorizontalPodAutoscaler>(), .. Kinds<PodDisruptionBudget>(), .. Kinds<Namespace>(), .. WorkloadKinds];

    internal override bool HeedsReplica(Workload workload) => false;

    protected override IReadOnlyList<KindRef> ObjectKinds { get; } = [.. Kinds<HorizontalPodAutoscaler>(), .. Kinds<PodDisruptionBudget>()];

    protected override bool TemplateOnly => true;

    protected override bool Concerns(Workload workload, ClusterView view) => workload.Object is Deployment or StatefulSet;

    protected override void Evaluate(Workload workload, PodView pod, ClusterView view, Judgement judgement)
    {
        var declared = workload.Object is Deployment deployment ? deployment.Spec.Replicas : (workload.Object as StatefulSet)?.Spec.Replicas;
        if (declared == 0)
        {
            judgement.NotApplicable("Scaled to nothing.");
            return;
        }
        var scaler = view.Disruptions.ScalerOf(workload.Object)?.Spec;
        var fewest = scaler is null ? declared ?? 1 : scaler.MinReplicas ?? 1;
        var critical = IsCritical(workload.Object.Metadata.Labels, view) || IsCritical(pod.Metadata.Labels, view)
            || IsCritical(view.NamespaceOf(workload.Namespace)?.Metadata.Labels ?? StringMap.Empty, view);
        if (critical && scaler is null && fewest == 1)
            judgement.Fail("spec.replicas", declared is null ? "absent (1)" : "1", "2 or more, or an autoscaler", "A critical service goes with its only pod.");
        var budgets = view.Disruptions.BudgetsOf(workload.Namespace, workload.PodLabels).ToList();
        if (budgets.Count > 1)
            judgement.Fail(Budget, string.Join(", ", budgets.Select(budget => budget.Name).Take(5)), "one budget",
                "The API server refuses to evict a pod that several budgets count: drains stall.");
        else if (budgets is [var only] && BudgetTerms.Blocks(only.Spec, fewest) is { } blocked)
            judgement.Fail($"{Budget}/{only.Name}: spec.{blocked.Field}", blocked.Value, "a bound that lets one pod go",
                $"With {fewest} replicas no pod may be evicted: drains of nodes, and with them patches, stall.");
        else if (budgets.Count == 0 && (critical || int.Max(fewest, scaler?.MaxReplicas ?? 0) > 1))
            judgement.Fail(Budget, "none", "a budget that selects the pods", "A drain of several nodes may take all replicas at once.");
        else if (budgets.Count == 0)
            judgement.NotApplicable("One replica, not marked critical.");
    }

    protected override void Evaluate(KubeObject item, ClusterView view, Judgement judgement)
    {
        if (item is PodDisruptionBudget budget)
            BudgetTerms.Judge(budget, view, judgement);
        else if (item is HorizontalPodAutoscaler scaler)
            Target(scaler, view, judgement);
    }

    private static void Target(HorizontalPodAutoscaler item, ClusterView view, Judgement judgement)
    {
        var target = item.Spec.ScaleTargetRef;
        if (target.Kind is not ("Deployment" or "StatefulSet" or "ReplicaSet" or "ReplicationController"))
            judgement.NotAssessed($"{target.Kind} is no kind that is read.");
        else if (view.Inventory.Find(new(target.Kind == "ReplicationController" ? "" : "apps", target.Kind), item.Namespace, target.Name) is null)
            judgement.Fail("spec.scaleTargetRef", $"{target.Kind} {target.Name}", "a workload of the namespace",
                "The autoscaler scales nothing: its target does not exist.");
        if (item.Spec is { MaxReplicas: > 0 and var most, MinReplicas: var least } && most <= (least ?? 1))
            judgement.Fail("spec.maxReplicas", $"{most}", $"more than minReplicas ({least ?? 1})", "The autoscaler has no room: it never scales.", Severity.Low);
    }

    private static bool IsCritical(StringMap labels, ClusterView view) => labels[view.Policy.CriticalLabel] is not (null or "false");
}
