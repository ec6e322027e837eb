using Posture.Model.Tenancy;
using Posture.Store.Commands;
using Posture.Store.Queries;
using Posture.Store.RowSecurity;

namespace Posture.TestKit.Postgres;

/// <summary>Tenants for tests.</summary>
public static class TestTenants
{
    /// <summary>Makes a tenant of its own with rules written as cluster/namespace.</summary>
    public static async Task<string> AddTenantAsync(this StoreSources sources, IEnumerable<string> rules, CancellationToken cancellationToken)
    {
        var name = $"t-{Guid.CreateVersion7():n}";
        await new TenantRegistry(sources.Web, TimeProvider.System).PutAsync(
            Actor.System, name, name, [.. rules.Select(rule => rule.Split('/')).Select(parts => new TenantRule(parts[0], parts[1]))], cancellationToken);
        return name;
    }

    /// <summary>The scope of such a tenant as it is now.</summary>
    public static async Task<ViewScope> TenantAsync(this StoreSources sources, CancellationToken cancellationToken, params IEnumerable<string> rules) =>
        await new TenantQuery(sources.Web).ScopeAsync([await sources.AddTenantAsync(rules, cancellationToken)], cancellationToken);
}
