namespace Posture.Model.Inventory;

/// <summary>core/v1 ResourceQuota.</summary>
public sealed record ResourceQuota : KubeObject
{
    public ResourceQuotaSpec Spec { get; set => field = value ?? new(); } = new();
}

/// <summary>Hard limits by resource name.</summary>
public sealed record ResourceQuotaSpec
{
    public StringMap Hard { get; set => field = value ?? StringMap.Empty; } = StringMap.Empty;
    public IReadOnlyList<string> Scopes { get; set => field = value ?? []; } = [];
}

/// <summary>core/v1 LimitRange.</summary>
public sealed record LimitRange : KubeObject
{
    public LimitRangeSpec Spec { get; set => field = value ?? new(); } = new();
}

/// <summary>Limits by type.</summary>
public sealed record LimitRangeSpec
{
    public IReadOnlyList<LimitRangeItem> Limits { get; set => field = value ?? []; } = [];
}

/// <summary>Type is Container, Pod or PersistentVolumeClaim.</summary>
public sealed record LimitRangeItem
{
    public string Type { get; set => field = value ?? ""; } = "";
    public StringMap Default { get; set => field = value ?? StringMap.Empty; } = StringMap.Empty;
    public StringMap DefaultRequest { get; set => field = value ?? StringMap.Empty; } = StringMap.Empty;
    public StringMap Max { get; set => field = value ?? StringMap.Empty; } = StringMap.Empty;
    public StringMap Min { get; set => field = value ?? StringMap.Empty; } = StringMap.Empty;
}

/// <summary>policy/v1 PodDisruptionBudget.</summary>
public sealed record PodDisruptionBudget : KubeObject
{
    public PodDisruptionBudgetSpec Spec { get; set => field = value ?? new(); } = new();
}

/// <summary>Counts or percentages.</summary>
public sealed record PodDisruptionBudgetSpec
{
    public LabelSelector? Selector { get; set; }
    public string? MinAvailable { get; set; }
    public string? MaxUnavailable { get; set; }
}

/// <summary>autoscaling HorizontalPodAutoscaler.</summary>
public sealed record HorizontalPodAutoscaler : KubeObject
{
    public HorizontalPodAutoscalerSpec Spec { get; set => field = value ?? new(); } = new();
}

/// <summary>Bounds and target of an autoscaler.</summary>
public sealed record HorizontalPodAutoscalerSpec
{
    public TypedReference ScaleTargetRef { get; set => field = value ?? new(); } = new();
    public int? MinReplicas { get; set; }
    public int? MaxReplicas { get; set; }
}

/// <summary>node.k8s.io/v1 RuntimeClass.</summary>
public sealed record RuntimeClass : KubeObject
{
    public string Handler { get; set => field = value ?? ""; } = "";
}

/// <summary>scheduling.k8s.io/v1 PriorityClass.</summary>
public sealed record PriorityClass : KubeObject
{
    public long? Value { get; set; }
    public bool? GlobalDefault { get; set; }
}
