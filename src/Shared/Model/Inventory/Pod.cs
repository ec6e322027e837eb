namespace Posture.Model.Inventory;

/// <summary>core/v1 Pod.</summary>
public sealed record Pod : KubeObject
{
    public PodSpec Spec { get => field ??= new(); set; }
    public PodStatus? Status { get; set; }
}

/// <summary>The part of the status that checks read.</summary>
public sealed record PodStatus
{
    public string? Phase { get; set; }
    public string? HostIP { get; set; }
    public string? PodIP { get; set; }

    /// <summary>All addresses of the pod, one of each family; the first is <see cref="PodIP"/>.</summary>
    public IReadOnlyList<PodAddress> PodIPs { get; set => field = value ?? []; } = [];
    public string? QosClass { get; set; }
    public DateTimeOffset? StartTime { get; set; }
    public IReadOnlyList<ContainerStatus> ContainerStatuses { get; set => field = value ?? []; } = [];
    public IReadOnlyList<ContainerStatus> InitContainerStatuses { get; set => field = value ?? []; } = [];
    public IReadOnlyList<ContainerStatus> EphemeralContainerStatuses { get; set => field = value ?? []; } = [];
}

/// <summary>One address of a pod.</summary>
public sealed record PodAddress
{
    public string? Ip { get; set; }
}

/// <summary>What really runs: image reference and resolved digest.</summary>
public sealed record ContainerStatus
{
    public string Name { get; set => field = value ?? ""; } = "";
    public string? Image { get; set; }
    public string? ImageID { get; set; }
    public bool? Ready { get; set; }
    public int? RestartCount { get; set; }
}
