using System.Security.Claims;
using Posture.Dashboard.Identity;
using Posture.Model.Tenancy;
using Posture.Store.Queries;

namespace Posture.Dashboard.Tokens;

/// <summary>A program that asks, and what it may at this moment.</summary>
/// <param name="Kind"><c>token</c> or <c>client</c>: who vouches for it.</param>
/// <param name="Id">Of the token or application.</param>
/// <param name="Name">Name to show.</param>
/// <param name="Access">What it was allowed when it was made.</param>
/// <param name="Tenants">What is left of its tenants.</param>
/// <param name="Scopes">What is left of its scopes.</param>
internal sealed record ApiCaller(string Kind, Guid Id, string Name, ApiAccess Access, IReadOnlyList<string> Tenants, IReadOnlyList<string> Scopes)
{
    public const string Scheme = "api";

    public const string ScopeClaim = "scope";

    private const string ClusterClaim = "cluster";

    /// <summary>Its <see cref="ClusterClaim"/> when there is no limit.</summary>
    private const string AllClusters = "*";

    /// <summary>How exactly it is known when something was last used: it is written no more often.</summary>
    public static readonly TimeSpan UsedStep = TimeSpan.FromMinutes(1);

    public ClaimsPrincipal Principal()
    {
        var identity = new ClaimsIdentity(Scheme, "name", "role");
        identity.AddClaim(new("sub", Id.ToString(), ClaimValueTypes.String, Kind));
        identity.AddClaim(new("name", Name));
        identity.AddClaim(new("role", Access.Role));
        identity.AddClaims(Tenants.Select(tenant => new Claim(Viewer.TenantClaim, tenant)));
        identity.AddClaims(Scopes.Select(scope => new Claim(ScopeClaim, scope)));
        identity.AddClaims(Access.Clusters is { } clusters ? clusters.Select(cluster => new Claim(ClusterClaim, cluster.ToString())) : [new(ClusterClaim, AllClusters)]);
        return new(identity);
    }

    /// <summary>What a program may see: as a person with its role and tenants would on pages that count, in its clusters only.</summary>
    public static async Task<ViewScope> ScopeAsync(ClaimsPrincipal caller, TenantQuery tenants, ClusterQuery clusters, CancellationToken cancellationToken)
    {
        var scope = (await CurrentViewer.OfAsync(caller, tenants)).Overview;
        if (caller.HasClaim(ClusterClaim, AllClusters))
            return scope;
        var own = caller.FindAll(ClusterClaim).Select(claim => Guid.Parse(claim.Value)).ToHashSet();
        return scope.Within((await clusters.ListAsync(scope, cancellationToken)).Where(cluster => own.Contains(cluster.Id)).ToDictionary(cluster => cluster.Id, cluster => cluster.Name));
    }
}
