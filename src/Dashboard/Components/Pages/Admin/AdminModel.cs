using Posture.Store.Queries;

namespace Posture.Dashboard.Components.Pages.Admin;

/// <summary>What the page of tenants shows.</summary>
/// <param name="Tenants">Every tenant, by name.</param>
/// <param name="Chosen">The one in the address; null for a new one.</param>
/// <param name="Namespaces">What the chosen one's rules reach.</param>
/// <param name="MayChange">Whether the viewer administers; others look.</param>
/// <param name="MayView">Whether the viewer may take a tenant's view: a lead, who sees more than it.</param>
public sealed record AdminModel(IReadOnlyList<Tenant> Tenants, Tenant? Chosen, IReadOnlyList<TenantNamespace> Namespaces, bool MayChange, bool MayView);
