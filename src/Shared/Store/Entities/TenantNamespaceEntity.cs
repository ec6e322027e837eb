namespace Posture.Store.Entities;

/// <summary>Table <c>tenant_namespaces</c>: the rules of tenants written out, which row-level security joins.</summary>
internal sealed class TenantNamespaceEntity
{
    public Guid TenantId { get; set; }
    public Guid ClusterId { get; set; }
    public required string Namespace { get; set; }

    /// <summary>Identity of the namespace that was given; empty while none is known.</summary>
    public required string Uid { get; set; }

    /// <summary>The name now belongs to another namespace: nothing of it is visible until an administrator gives it anew (F-36).</summary>
    public bool Held { get; set; }
}
