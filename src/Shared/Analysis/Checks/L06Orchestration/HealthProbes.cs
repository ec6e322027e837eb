using Posture.Analysis.Indexes;
using Posture.Model.Inventory;

namespace Posture.Analysis.Checks.L06Orchestration;

/// <summary>
/// L6-WL-PROBES: containers of a workload say whether they live, and behind a Service whether they are ready. A bare pod that restarts always is judged like
/// what a controller keeps running (rule R2); Jobs, CronJobs and pods that run once are not.
/// </summary>
internal sealed class HealthProbes : WorkloadCheck
{
    public override string Id => "L6-WL-PROBES";

    public override IReadOnlyList<KindRef> Reads { get; } = [.. Kinds<Service>()];

    protected override bool TemplateOnly => true;

    protected override bool Concerns(Workload workload, ClusterView view) =>
        workload.Object is Deployment or StatefulSet or DaemonSet or ReplicaSet or ReplicationController or Pod { Spec.RestartPolicy: null or "" or "Always" };

    protected override void Evaluate(Workload workload, PodView pod, ClusterView view, Judgement judgement)
    {
        var served = view.Services.Selecting(workload.Namespace, workload.PodLabels).Any();
        foreach (var container in pod.Containers())
        {
            if (container.Role != ContainerRole.Main)
                continue;
            if (served && container.Container.ReadinessProbe is null)
                judgement.Fail(container.At("readinessProbe"), "absent", "a readiness probe", $"Requests reach container {container.Container.Name} before it can answer.");
            if (container.Container.LivenessProbe is null)
                judgement.Fail(container.At("livenessProbe"), "absent", "a liveness probe", $"A hanging container {container.Container.Name} is not restarted.");
        }
    }
}
