namespace Posture.TestKit.ApiServer;

/// <summary>Somebody the simulated server knows.</summary>
/// <param name="Name">User name as in messages.</param>
/// <param name="May">Whether a verb on a group and resource is allowed.</param>
public sealed record SimulatedUser(string Name, Func<string, string, string, bool> May)
{
    /// <summary>May do everything (group system:masters).</summary>
    public static readonly SimulatedUser Admin = new("admin", (_, _, _) => true);

    /// <summary>May get, list and watch pods, namespaces, services, service accounts and all of RBAC, as the reader of the recordings.</summary>
    public static readonly SimulatedUser Reader = new("system:serviceaccount:shop:posture-reader", (verb, group, resource) =>
        verb is "get" or "list" or "watch"
        && (group == "rbac.authorization.k8s.io"
            || (group.Length == 0 && resource is "pods" or "namespaces" or "services" or "serviceaccounts" or "discovery")));

    /// <summary>Nobody signed in: may ask for the version only.</summary>
    public static readonly SimulatedUser Anonymous = new("system:anonymous", (_, _, resource) => resource == "version");
}
