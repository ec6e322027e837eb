namespace Posture.Model.Inventory;

/// <summary>core/v1 PodSpec: the fields that any control reads, for pods and for every template.</summary>
public sealed record PodSpec
{
    public IReadOnlyList<Container> Containers { get; set => field = value ?? []; } = [];
    public IReadOnlyList<Container> InitContainers { get; set => field = value ?? []; } = [];
    public IReadOnlyList<Container> EphemeralContainers { get; set => field = value ?? []; } = [];
    public IReadOnlyList<Volume> Volumes { get; set => field = value ?? []; } = [];
    public bool? HostNetwork { get; set; }
    public bool? HostPID { get; set; }
    public bool? HostIPC { get; set; }
    public bool? HostUsers { get; set; }
    public bool? ShareProcessNamespace { get; set; }
    public string? ServiceAccountName { get => field is { Length: > 0 } ? field : ServiceAccount; set; }

    /// <summary>The old name of <see cref="ServiceAccountName"/>: the API server reads it where the new one is empty, and writes both.</summary>
    public string? ServiceAccount { get; set; }

    public bool? AutomountServiceAccountToken { get; set; }
    public string? NodeName { get; set; }
    public StringMap NodeSelector { get; set => field = value ?? StringMap.Empty; } = StringMap.Empty;
    public string? RuntimeClassName { get; set; }
    public string? PriorityClassName { get; set; }
    public string? RestartPolicy { get; set; }
    public string? SchedulerName { get; set; }
    public string? DnsPolicy { get; set; }
    public PodDnsConfig? DnsConfig { get; set; }
    public PodSecurityContext? SecurityContext { get; set; }
    public IReadOnlyList<LocalObjectReference> ImagePullSecrets { get; set => field = value ?? []; } = [];
    public IReadOnlyList<HostAlias> HostAliases { get; set => field = value ?? []; } = [];
    public IReadOnlyList<Toleration> Tolerations { get; set => field = value ?? []; } = [];
    public IReadOnlyList<TopologySpreadConstraint> TopologySpreadConstraints { get; set => field = value ?? []; } = [];
    public Affinity? Affinity { get; set; }
    public PodOS? Os { get; set; }
    public ResourceRequirements? Resources { get; set; }
    public long? TerminationGracePeriodSeconds { get; set; }
}

/// <summary>spec.os.</summary>
public sealed record PodOS
{
    public string Name { get; set => field = value ?? ""; } = "";
}

/// <summary>Name of an object in the same namespace.</summary>
public sealed record LocalObjectReference
{
    public string Name { get; set => field = value ?? ""; } = "";
}

/// <summary>One line added to the hosts file of the pod.</summary>
public sealed record HostAlias
{
    public string Ip { get; set => field = value ?? ""; } = "";
    public IReadOnlyList<string> Hostnames { get; set => field = value ?? []; } = [];
}

/// <summary>core/v1 PodDNSConfig: the name servers only.</summary>
public sealed record PodDnsConfig
{
    public IReadOnlyList<string> Nameservers { get; set => field = value ?? []; } = [];
}

/// <summary>core/v1 Toleration.</summary>
public sealed record Toleration
{
    public string? Key { get; set; }
    public string? Operator { get; set; }
    public string? Value { get; set; }
    public string? Effect { get; set; }
}

/// <summary>core/v1 TopologySpreadConstraint.</summary>
public sealed record TopologySpreadConstraint
{
    public int? MaxSkew { get; set; }
    public string TopologyKey { get; set => field = value ?? ""; } = "";
    public string? WhenUnsatisfiable { get; set; }
    public LabelSelector? LabelSelector { get; set; }
}

/// <summary>Only whether pod anti-affinity is asked for.</summary>
public sealed record Affinity
{
    public PodAntiAffinity? PodAntiAffinity { get; set; }
}

/// <summary>core/v1 PodAntiAffinity: terms are counted, not evaluated.</summary>
public sealed record PodAntiAffinity
{
    public IReadOnlyList<PodAffinityTerm> RequiredDuringSchedulingIgnoredDuringExecution { get; set => field = value ?? []; } = [];
    public IReadOnlyList<WeightedPodAffinityTerm> PreferredDuringSchedulingIgnoredDuringExecution { get; set => field = value ?? []; } = [];
}

/// <summary>core/v1 PodAffinityTerm.</summary>
public sealed record PodAffinityTerm
{
    public string? TopologyKey { get; set; }
    public LabelSelector? LabelSelector { get; set; }
}

/// <summary>core/v1 WeightedPodAffinityTerm.</summary>
public sealed record WeightedPodAffinityTerm
{
    public int? Weight { get; set; }
    public PodAffinityTerm? PodAffinityTerm { get; set; }
}

/// <summary>Template of a workload: metadata and spec of the pods it makes.</summary>
public sealed record PodTemplateSpec
{
    public ObjectMeta Metadata { get => field ??= new(); set; }
    public PodSpec Spec { get => field ??= new(); set; }
}
