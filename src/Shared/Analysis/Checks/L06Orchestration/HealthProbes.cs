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
        workload.Object is Deployment or StatefulSet or DaemonSet or ReplicaSet or ReplicationController or Pod { Spec.RestartPolicy: null or "" or "Always" }
            or ForeignWorkload { Kind: "DeploymentConfig" or "Rollout" };

    protected override void Evaluate(Workload workload, PodView pod, ClusterView view, Judgement judgement)
    {
        var served = view.Services.Selecting(workload.Namespace, workload.PodLabels).Any();
        foreach (var container in pod.Containers())
        {
            if (container.Role != ContainerRole.Main)
                continue;
            if (served && !Asks(container.Container.ReadinessProbe))
                judgement.Fail(container.At("readinessProbe"), "absent", "a readiness probe", $"Requests reach container {container.Container.Name} before it can answer.");
            if (!Asks(container.Container.LivenessProbe))
                judgement.Fail(container.At("livenessProbe"), "absent", "a liveness probe", $"A hanging container {container.Container.Name} is not restarted.");
        }
    }

    /// <summary>A probe without a way to ask is refused by the API server; in a file it is none.</summary>
    private static bool Asks(Probe? probe) => probe is { HttpGet: not null } or { TcpSocket: not null } or { Exec: not null } or { Grpc: not null };
}
