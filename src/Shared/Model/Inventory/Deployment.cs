namespace Posture.Model.Inventory;

/// <summary>apps/v1 Deployment.</summary>
public sealed record Deployment : KubeObject
{
    public DeploymentSpec Spec { get => field ??= new(); set; }
    public DeploymentStatus? Status { get; set; }
}

/// <summary>How far the rollout is.</summary>
public sealed record DeploymentStatus
{
    public IReadOnlyList<RolloutCondition> Conditions { get; set => field = value ?? []; } = [];
}

/// <summary>A condition without its times and message, which change while nothing does.</summary>
public sealed record RolloutCondition
{
    public string Type { get; set => field = value ?? ""; } = "";
    public string Status { get; set => field = value ?? ""; } = "";
    public string? Reason { get; set; }
}

/// <summary>apps/v1 DeploymentSpec.</summary>
public sealed record DeploymentSpec
{
    public int? Replicas { get; set; }
    public LabelSelector? Selector { get; set; }
    public PodTemplateSpec Template { get => field ??= new(); set; }
    public RolloutStrategy? Strategy { get; set; }
    public int? RevisionHistoryLimit { get; set; }
    public bool? Paused { get; set; }
    public int? ProgressDeadlineSeconds { get; set; }
}

/// <summary>Type is Recreate, RollingUpdate or OnDelete.</summary>
public sealed record RolloutStrategy
{
    public string? Type { get; set; }
    public RollingUpdate? RollingUpdate { get; set; }
}

/// <summary>Counts or percentages.</summary>
public sealed record RollingUpdate
{
    public string? MaxUnavailable { get; set; }
    public string? MaxSurge { get; set; }
    public int? Partition { get; set; }
}

/// <summary>apps/v1 ReplicaSet.</summary>
public sealed record ReplicaSet : KubeObject
{
    public ReplicaSetSpec Spec { get => field ??= new(); set; }
}

/// <summary>apps/v1 ReplicaSetSpec.</summary>
public sealed record ReplicaSetSpec
{
    public int? Replicas { get; set; }
    public LabelSelector? Selector { get; set; }
    public PodTemplateSpec Template { get => field ??= new(); set; }
}

/// <summary>core/v1 ReplicationController; the template may be absent (R1).</summary>
public sealed record ReplicationController : KubeObject
{
    public ReplicationControllerSpec Spec { get => field ??= new(); set; }
}

/// <summary>core/v1 ReplicationControllerSpec.</summary>
public sealed record ReplicationControllerSpec
{
    public int? Replicas { get; set; }
    public StringMap Selector { get; set => field = value ?? StringMap.Empty; } = StringMap.Empty;
    public PodTemplateSpec? Template { get; set; }
}

/// <summary>
/// A controller of another project that carries a pod template (rule R1): OpenShift DeploymentConfig, Argo Rollout, Knative Service and Configuration, agent
/// SandboxTemplate. The template may be absent: a Rollout may name a Deployment instead.
/// </summary>
public sealed record ForeignWorkload : KubeObject
{
    public ForeignWorkloadSpec Spec { get => field ??= new(); set; }
}

/// <summary>Where these projects put the template.</summary>
public sealed record ForeignWorkloadSpec
{
    public PodTemplateSpec? Template { get; set; }
    public PodTemplateSpec? PodTemplate { get; set; }

    /// <summary>Rules that a SandboxTemplate's controller makes a policy of, unless <see cref="NetworkPolicyManagement"/> is Unmanaged.</summary>
    public NetworkPolicySpec? NetworkPolicy { get; set; }
    public string? NetworkPolicyManagement { get; set; }
}

/// <summary>apps/v1 StatefulSet.</summary>
public sealed record StatefulSet : KubeObject
{
    public StatefulSetSpec Spec { get => field ??= new(); set; }
}

/// <summary>apps/v1 StatefulSetSpec.</summary>
public sealed record StatefulSetSpec
{
    public int? Replicas { get; set; }
    public LabelSelector? Selector { get; set; }
    public PodTemplateSpec Template { get => field ??= new(); set; }
    public RolloutStrategy? UpdateStrategy { get; set; }
    public string? ServiceName { get; set; }
    public IReadOnlyList<PersistentVolumeClaimTemplate> VolumeClaimTemplates { get; set => field = value ?? []; } = [];
}

/// <summary>apps/v1 DaemonSet.</summary>
public sealed record DaemonSet : KubeObject
{
    public DaemonSetSpec Spec { get => field ??= new(); set; }
}

/// <summary>apps/v1 DaemonSetSpec.</summary>
public sealed record DaemonSetSpec
{
    public LabelSelector? Selector { get; set; }
    public PodTemplateSpec Template { get => field ??= new(); set; }
    public RolloutStrategy? UpdateStrategy { get; set; }
}

/// <summary>batch/v1 Job.</summary>
public sealed record Job : KubeObject
{
    public JobSpec Spec { get => field ??= new(); set; }
}

/// <summary>batch/v1 JobSpec.</summary>
public sealed record JobSpec
{
    public PodTemplateSpec Template { get => field ??= new(); set; }
    public int? BackoffLimit { get; set; }
    public int? TtlSecondsAfterFinished { get; set; }
    public bool? Suspend { get; set; }
}

/// <summary>batch/v1 CronJob.</summary>
public sealed record CronJob : KubeObject
{
    public CronJobSpec Spec { get => field ??= new(); set; }
}

/// <summary>batch/v1 CronJobSpec.</summary>
public sealed record CronJobSpec
{
    public string? Schedule { get; set; }
    public bool? Suspend { get; set; }
    public string? ConcurrencyPolicy { get; set; }
    public JobTemplateSpec JobTemplate { get => field ??= new(); set; }
}

/// <summary>Template of the jobs of a CronJob.</summary>
public sealed record JobTemplateSpec
{
    public ObjectMeta Metadata { get => field ??= new(); set; }
    public JobSpec Spec { get => field ??= new(); set; }
}

/// <summary>core/v1 PodTemplate.</summary>
public sealed record PodTemplate : KubeObject
{
    public PodTemplateSpec Template { get => field ??= new(); set; }
}
