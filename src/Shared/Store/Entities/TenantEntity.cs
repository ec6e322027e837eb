namespace Posture.Store.Entities;

/// <summary>Table <c>tenants</c>: a set of namespaces over clusters, given to groups of people.</summary>
internal sealed class TenantEntity
{
    public Guid Id { get; set; }

    /// <summary>Slug by which identity providers and rules name it.</summary>
    public required string Name { get; set; }
    public required string DisplayName { get; set; }
    public DateTimeOffset CreatedAt { get; set; }
}
