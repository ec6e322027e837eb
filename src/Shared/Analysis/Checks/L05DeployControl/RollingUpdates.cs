using Posture.Analysis.Indexes;
using Posture.Model.Inventory;

namespace Posture.Analysis.Checks.L05DeployControl;

/// <summary>
/// L5-ROLLOUT-STRATEGY: what runs in several copies is replaced step by step and on its own (no Recreate, no OnDelete), and no rollout is stuck. A DaemonSet
/// always counts as several copies. A type that Kubernetes does not know fails whatever the copies: such an object is refused, so the change never runs.
/// </summary>
internal sealed class RollingUpdates : WorkloadCheck
{
    private const string Expected = "RollingUpdate";

    public override string Id => "L5-ROLLOUT-STRATEGY";

    public override IReadOnlyList<KindRef> Reads { get; } = [.. Kinds<HorizontalPodAutoscaler>()];

    protected override bool TemplateOnly => true;

    protected override bool Concerns(Workload workload, ClusterView view) => workload.Object is Deployment or DaemonSet or StatefulSet;

    protected override void Evaluate(Workload workload, PodView pod, ClusterView view, Judgement judgement)
    {
        switch (workload.Object)
        {
            case Deployment deployment:
                Known("spec.strategy.type", deployment.Spec.Strategy?.Type, "Recreate", judgement);
                if (deployment.Spec.Strategy?.Type == "Recreate" && Copies(workload, deployment.Spec.Replicas, view) > 1)
                    judgement.Fail("spec.strategy.type", "Recreate", Expected, "Each update takes the whole service down, so updates are put off.");
                foreach (var condition in deployment.Status?.Conditions ?? [])
                    if (condition is { Type: "Progressing", Status: "False" })
                        judgement.Fail("status.conditions[Progressing]", $"False ({condition.Reason ?? "no reason"})", "True",
                            $"The rollout is stuck after {deployment.Spec.ProgressDeadlineSeconds ?? 600} seconds: some replicas still run the old version.");
                break;
            case StatefulSet set:
                Known("spec.updateStrategy.type", set.Spec.UpdateStrategy?.Type, "OnDelete", judgement);
                if (set.Spec.UpdateStrategy?.Type == "OnDelete" && Copies(workload, set.Spec.Replicas, view) > 1)
                    judgement.Fail("spec.updateStrategy.type", "OnDelete", Expected, "A fixed image reaches a pod only when somebody deletes it.");
                break;
            case DaemonSet set:
                Known("spec.updateStrategy.type", set.Spec.UpdateStrategy?.Type, "OnDelete", judgement);
                if (set.Spec.UpdateStrategy?.Type == "OnDelete")
                    judgement.Fail("spec.updateStrategy.type", "OnDelete", Expected, "A fixed image reaches a node only when somebody deletes its pod.");
                break;
        }
    }

    private static void Known(string path, string? type, string other, Judgement judgement)
    {
        if (type is { Length: > 0 } and not Expected && type != other)
            judgement.Fail(path, type, Expected, "Kubernetes knows no such strategy and refuses the object: the change reaches no pod.");
    }

    /// <summary>Most copies there may be: absent replicas mean one, an autoscaler may ask for more.</summary>
    private static int Copies(Workload workload, int? replicas, ClusterView view) =>
        int.Max(replicas ?? 1, view.Disruptions.ScalerOf(workload.Object)?.Spec.MaxReplicas ?? 0);
}
