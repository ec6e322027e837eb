using Microsoft.AspNetCore.Authorization;

namespace Posture.Dashboard.Identity;

/// <summary>
/// Who has which page: one policy a kind of page. What is in it is decided by the scope that the page reads in, and by the database. Pages without a policy of
/// their own are for everybody who is signed in.
/// </summary>
internal static class Access
{
    /// <summary>Numbers: lead, manager, and tenants of their own.</summary>
    public const string Overview = "overview";

    /// <summary>Objects one by one: lead, and members of tenants.</summary>
    public const string Detail = "detail";

    /// <summary>Which clusters there are: everybody with a role.</summary>
    public const string Clusters = "clusters";

    /// <summary>Whose namespaces are whose, and who has an account: lead and manager look, administrators change.</summary>
    public const string Tenants = "tenants";

    /// <summary>How people sign in: administrators.</summary>
    public const string SignOn = "sign-on";

    private static readonly Dictionary<string, Func<Viewer, bool>> Rules = new(StringComparer.Ordinal)
    {
        [Overview] = static viewer => viewer.Is(Roles.Lead) || viewer.Is(Roles.Manager) || viewer.Is(Roles.Tenant),
        [Detail] = static viewer => viewer.SeesNames,
        [Clusters] = static viewer => viewer.Roles.Count > 0,
        [Tenants] = static viewer => viewer.Is(Roles.Lead) || viewer.Is(Roles.Manager) || viewer.Is(Roles.Admin),
        [SignOn] = static viewer => viewer.Is(Roles.Admin),
    };

    /// <summary>Whether a person passes a policy; null is that of every signed-in person.</summary>
    public static bool Allows(Viewer viewer, string? policy) => policy is null || Rules[policy](viewer);

    public static AuthorizationBuilder AddPages(this AuthorizationBuilder builder)
    {
        foreach (var (name, rule) in Rules)
            builder.AddPolicy(name, policy => policy.RequireAuthenticatedUser().RequireAssertion(context => rule(Viewer.From(context.User))));
        return builder;
    }
}
