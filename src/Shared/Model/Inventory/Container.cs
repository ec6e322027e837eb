using System.Text.Json.Serialization;

namespace Posture.Model.Inventory;

/// <summary>core/v1 Container, also used for init and ephemeral containers.</summary>
public sealed record Container
{
    public string Name { get; set => field = value ?? ""; } = "";
    public string? Image { get; set; }
    public string? ImagePullPolicy { get; set; }
    public IReadOnlyList<string> Command { get; set => field = value ?? []; } = [];
    public IReadOnlyList<string> Args { get; set => field = value ?? []; } = [];
    public IReadOnlyList<EnvVar> Env { get; set => field = value ?? []; } = [];
    public IReadOnlyList<EnvFromSource> EnvFrom { get; set => field = value ?? []; } = [];
    public IReadOnlyList<ContainerPort> Ports { get; set => field = value ?? []; } = [];
    public ResourceRequirements? Resources { get; set; }
    public SecurityContext? SecurityContext { get; set; }
    public IReadOnlyList<VolumeMount> VolumeMounts { get; set => field = value ?? []; } = [];
    public IReadOnlyList<VolumeDevice> VolumeDevices { get; set => field = value ?? []; } = [];
    public Probe? LivenessProbe { get; set; }
    public Probe? ReadinessProbe { get; set; }
    public Probe? StartupProbe { get; set; }
    public Lifecycle? Lifecycle { get; set; }
    public string? RestartPolicy { get; set; }
    public string? TargetContainerName { get; set; }
}

/// <summary>One environment variable; a literal value is kept because L2-CTR-PLAINTEXT-CREDENTIAL judges it, and is never shown in full.</summary>
public sealed record EnvVar
{
    public string Name { get; set => field = value ?? ""; } = "";
    public string? Value { get; set; }
    public EnvVarSource? ValueFrom { get; set; }
}

/// <summary>Where a variable takes its value from.</summary>
public sealed record EnvVarSource
{
    public KeySelector? SecretKeyRef { get; set; }
    public KeySelector? ConfigMapKeyRef { get; set; }
    public FieldSelector? FieldRef { get; set; }
}

/// <summary>A key of a Secret or ConfigMap.</summary>
public sealed record KeySelector
{
    public string Name { get; set => field = value ?? ""; } = "";
    public string Key { get; set => field = value ?? ""; } = "";
    public bool? Optional { get; set; }
}

/// <summary>Downward API field.</summary>
public sealed record FieldSelector
{
    public string FieldPath { get; set => field = value ?? ""; } = "";
}

/// <summary>All keys of a Secret or ConfigMap as variables.</summary>
public sealed record EnvFromSource
{
    public string? Prefix { get; set; }
    public LocalObjectReference? SecretRef { get; set; }
    public LocalObjectReference? ConfigMapRef { get; set; }
}

/// <summary>core/v1 ContainerPort; protocol absent means TCP.</summary>
public sealed record ContainerPort
{
    public string? Name { get; set; }
    [JsonPropertyName("containerPort")]
    public int? Port { get; set; }
    public int? HostPort { get; set; }
    public string? HostIP { get; set; }
    public string? Protocol { get; set; }
}

/// <summary>Quantities in Kubernetes notation.</summary>
public sealed record ResourceRequirements
{
    public StringMap Limits { get; set => field = value ?? StringMap.Empty; } = StringMap.Empty;
    public StringMap Requests { get; set => field = value ?? StringMap.Empty; } = StringMap.Empty;
}

/// <summary>core/v1 VolumeMount.</summary>
public sealed record VolumeMount
{
    public string Name { get; set => field = value ?? ""; } = "";
    public string MountPath { get; set => field = value ?? ""; } = "";
    public bool? ReadOnly { get; set; }
    public string? SubPath { get; set; }
    public string? SubPathExpr { get; set; }
    public string? MountPropagation { get; set; }
}

/// <summary>Raw block device of a claim.</summary>
public sealed record VolumeDevice
{
    public string Name { get; set => field = value ?? ""; } = "";
    public string DevicePath { get; set => field = value ?? ""; } = "";
}

/// <summary>core/v1 Probe: the handler only.</summary>
public sealed record Probe
{
    public HttpGetAction? HttpGet { get; set; }
    public TcpSocketAction? TcpSocket { get; set; }
    public ExecAction? Exec { get; set; }
    public GrpcAction? Grpc { get; set; }
}

/// <summary>Hooks of a container.</summary>
public sealed record Lifecycle
{
    public Probe? PostStart { get; set; }
    public Probe? PreStop { get; set; }
}

/// <summary>An HTTP probe or hook; Host set aims it at another machine.</summary>
public sealed record HttpGetAction
{
    public string? Host { get; set; }
    public string? Path { get; set; }
    public string? Port { get; set; }
    public string? Scheme { get; set; }
}

/// <summary>A TCP probe or hook.</summary>
public sealed record TcpSocketAction
{
    public string? Host { get; set; }
    public string? Port { get; set; }
}

/// <summary>A command probe or hook.</summary>
public sealed record ExecAction
{
    public IReadOnlyList<string> Command { get; set => field = value ?? []; } = [];
}

/// <summary>A gRPC probe.</summary>
public sealed record GrpcAction
{
    public int? Port { get; set; }
    public string? Service { get; set; }
}
