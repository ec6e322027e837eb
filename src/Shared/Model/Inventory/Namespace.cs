namespace Posture.Model.Inventory;

/// <summary>core/v1 Namespace; its labels carry Pod Security and tenant marks.</summary>
public sealed record Namespace : KubeObject
{
    public NamespaceStatus? Status { get; set; }
}

/// <summary>Active or Terminating.</summary>
public sealed record NamespaceStatus
{
    public string? Phase { get; set; }
}
