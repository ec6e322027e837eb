namespace Posture.Model.Inventory;

/// <summary>core/v1 Node.</summary>
public sealed record Node : KubeObject
{
    public NodeSpec Spec { get; set => field = value ?? new(); } = new();
    public NodeStatus Status { get; set => field = value ?? new(); } = new();
}

/// <summary>core/v1 NodeSpec.</summary>
public sealed record NodeSpec
{
    public bool? Unschedulable { get; set; }
    public IReadOnlyList<Taint> Taints { get; set => field = value ?? []; } = [];
    public string? ProviderID { get; set; }
    public string? PodCIDR { get; set; }
}

/// <summary>core/v1 Taint.</summary>
public sealed record Taint
{
    public string Key { get; set => field = value ?? ""; } = "";
    public string? Value { get; set; }
    public string? Effect { get; set; }
}

/// <summary>core/v1 NodeStatus.</summary>
public sealed record NodeStatus
{
    public IReadOnlyList<NodeAddress> Addresses { get; set => field = value ?? []; } = [];
    public NodeSystemInfo NodeInfo { get; set => field = value ?? new(); } = new();
    public IReadOnlyList<Condition> Conditions { get; set => field = value ?? []; } = [];
    public IReadOnlyList<NodeRuntimeHandler> RuntimeHandlers { get; set => field = value ?? []; } = [];
}

/// <summary>Type is InternalIP, ExternalIP, Hostname, InternalDNS or ExternalDNS.</summary>
public sealed record NodeAddress
{
    public string Type { get; set => field = value ?? ""; } = "";
    public string Address { get; set => field = value ?? ""; } = "";
}

/// <summary>Versions the node reports.</summary>
public sealed record NodeSystemInfo
{
    public string OsImage { get; set => field = value ?? ""; } = "";
    public string KernelVersion { get; set => field = value ?? ""; } = "";
    public string ContainerRuntimeVersion { get; set => field = value ?? ""; } = "";
    public string KubeletVersion { get; set => field = value ?? ""; } = "";
    public string? KubeProxyVersion { get; set; }
    public string OperatingSystem { get; set => field = value ?? ""; } = "";
    public string Architecture { get; set => field = value ?? ""; } = "";
}

/// <summary>A status condition.</summary>
public sealed record Condition
{
    public string Type { get; set => field = value ?? ""; } = "";
    public string Status { get; set => field = value ?? ""; } = "";
    public string? Reason { get; set; }
    public string? Message { get; set; }
    public DateTimeOffset? LastTransitionTime { get; set; }
}

/// <summary>A runtime handler and what it supports.</summary>
public sealed record NodeRuntimeHandler
{
    public string? Name { get; set; }
    public NodeRuntimeHandlerFeatures? Features { get; set; }
}

/// <summary>Features of a runtime handler.</summary>
public sealed record NodeRuntimeHandlerFeatures
{
    public bool? RecursiveReadOnlyMounts { get; set; }
    public bool? UserNamespaces { get; set; }
}
