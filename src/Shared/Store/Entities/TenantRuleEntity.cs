namespace Posture.Store.Entities;

/// <summary>Table <c>tenant_rules</c>: which namespaces of which clusters are a tenant's, as an administrator wrote it.</summary>
internal sealed class TenantRuleEntity
{
    public Guid TenantId { get; set; }

    /// <summary>Name of a cluster, a prefix that ends in <c>-*</c>, or <c>*</c>.</summary>
    public required string Cluster { get; set; }

    /// <summary>Name of a namespace, or a prefix that ends in <c>-*</c>.</summary>
    public required string Namespace { get; set; }
}
