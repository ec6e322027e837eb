namespace Posture.Model.Inventory;

/// <summary>core/v1 Service.</summary>
public sealed record Service : KubeObject
{
    public ServiceSpec Spec { get; set => field = value ?? new(); } = new();
    public ServiceStatus? Status { get; set; }
}

/// <summary>core/v1 ServiceSpec; Type absent means ClusterIP.</summary>
public sealed record ServiceSpec
{
    public string? Type { get; set; }
    public StringMap Selector { get; set => field = value ?? StringMap.Empty; } = StringMap.Empty;
    public IReadOnlyList<ServicePort> Ports { get; set => field = value ?? []; } = [];
    public string? ClusterIP { get; set; }
    public IReadOnlyList<string> ExternalIPs { get; set => field = value ?? []; } = [];
    public string? ExternalName { get; set; }
    public string? ExternalTrafficPolicy { get; set; }
    public IReadOnlyList<string> LoadBalancerSourceRanges { get; set => field = value ?? []; } = [];
    public string? LoadBalancerClass { get; set; }
    public string? LoadBalancerIP { get; set; }
    public bool? AllocateLoadBalancerNodePorts { get; set; }
}

/// <summary>core/v1 ServicePort.</summary>
public sealed record ServicePort
{
    public string? Name { get; set; }
    public int? Port { get; set; }
    public string? TargetPort { get; set; }
    public int? NodePort { get; set; }
    public string? Protocol { get; set; }
    public string? AppProtocol { get; set; }
}

/// <summary>Addresses a load balancer gave.</summary>
public sealed record ServiceStatus
{
    public LoadBalancerStatus? LoadBalancer { get; set; }
}

/// <summary>Addresses of a load balancer.</summary>
public sealed record LoadBalancerStatus
{
    public IReadOnlyList<LoadBalancerIngress> Ingress { get; set => field = value ?? []; } = [];
}

/// <summary>One address.</summary>
public sealed record LoadBalancerIngress
{
    public string? Ip { get; set; }
    public string? Hostname { get; set; }
}

/// <summary>discovery.k8s.io/v1 EndpointSlice.</summary>
public sealed record EndpointSlice : KubeObject
{
    public string? AddressType { get; set; }
    public IReadOnlyList<Endpoint> Endpoints { get; set => field = value ?? []; } = [];
    public IReadOnlyList<EndpointPort> Ports { get; set => field = value ?? []; } = [];
}

/// <summary>One backend.</summary>
public sealed record Endpoint
{
    public IReadOnlyList<string> Addresses { get; set => field = value ?? []; } = [];
    public EndpointConditions? Conditions { get; set; }
    public TargetReference? TargetRef { get; set; }
    public string? NodeName { get; set; }
}

/// <summary>Readiness of a backend.</summary>
public sealed record EndpointConditions
{
    public bool? Ready { get; set; }
    public bool? Serving { get; set; }
    public bool? Terminating { get; set; }
}

/// <summary>Object behind an endpoint.</summary>
public sealed record TargetReference
{
    public string? Kind { get; set; }
    public string? Namespace { get; set; }
    public string? Name { get; set; }
}

/// <summary>Port of a slice.</summary>
public sealed record EndpointPort
{
    public string? Name { get; set; }
    public int? Port { get; set; }
    public string? Protocol { get; set; }
}
