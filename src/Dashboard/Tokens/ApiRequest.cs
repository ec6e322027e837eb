using Posture.Dashboard.Identity;

namespace Posture.Dashboard.Tokens;

/// <summary>What somebody wants a program to be allowed.</summary>
/// <param name="Name">What people call it.</param>
/// <param name="Role">How far it reaches.</param>
/// <param name="Tenants">Names of tenants, for the role <c>tenant</c>.</param>
/// <param name="Scopes">What it may ask for.</param>
/// <param name="Clusters">Ids of clusters; null for all.</param>
internal sealed record ApiRequest(string Name, string Role, IReadOnlyCollection<string> Tenants, IReadOnlyCollection<string> Scopes, IReadOnlyCollection<Guid>? Clusters)
{
    public const int MaxName = 100;

    /// <summary>Whether it says something that can be allowed at all: without scopes, tenants or clusters where they are needed nothing would be (L-20).</summary>
    public bool IsComplete => Name.Trim().Length is > 0 and <= MaxName && Scopes.Count > 0 && Scopes.All(scope => ApiScopes.All.Contains(scope, StringComparer.Ordinal))
        && Clusters is null or { Count: > 0 and <= 1000 }
        && Role switch
        {
            Roles.Lead or Roles.Manager => Tenants.Count == 0,
            Roles.Tenant => Tenants.Count is > 0 and <= Viewer.MaximumTenants,
            _ => false,
        }
        // The audit log belongs to no cluster, and what is found to no number.
        && !(Scopes.Contains(ApiScopes.Activity, StringComparer.Ordinal) && (Clusters is not null || Role == Roles.Tenant))
        && !(Scopes.Contains(ApiScopes.Findings, StringComparer.Ordinal) && Role == Roles.Manager);

    /// <summary>Before and after, for the audit log.</summary>
    public IReadOnlyDictionary<string, string> Details() => new Dictionary<string, string>
    {
        ["name"] = Name.Trim(),
        ["reach"] = Role + (Tenants.Count == 0 ? "" : $" ({string.Join(' ', Tenants)})"),
        ["scopes"] = string.Join(' ', Scopes),
        ["clusters"] = Clusters is null ? "*" : string.Join(' ', Clusters),
    };
}
