using Posture.Model.Tenancy;

namespace Posture.Store.Queries;

/// <summary>A tenant.</summary>
/// <param name="Id">Identity.</param>
/// <param name="Name">Slug by which identity providers name it.</param>
/// <param name="DisplayName">Name for people.</param>
/// <param name="CreatedAt">Since when.</param>
/// <param name="Rules">Which namespaces are its own.</param>
/// <param name="Namespaces">How many the rules reach now.</param>
/// <param name="Held">How many names are held back because another namespace has them now.</param>
public sealed record Tenant(Guid Id, string Name, string DisplayName, DateTimeOffset CreatedAt, IReadOnlyList<TenantRule> Rules, int Namespaces, int Held);

/// <summary>A namespace of a tenant.</summary>
/// <param name="At">Cluster and name.</param>
/// <param name="IsIdentified">Whether its UID is known; without, a namespace made anew under the same name is not noticed.</param>
/// <param name="IsHeld">Another namespace has the name now; nothing of it is visible until it is given anew.</param>
public sealed record TenantNamespace(ScopedNamespace At, bool IsIdentified, bool IsHeld);
