using Posture.Model.Inventory;

namespace Posture.Analysis.Indexes;

/// <summary>
/// Routes by the Gateway (or ListenerSet) they attach to, and reference grants by the namespace that gives them. Dropped when one of these changes.
/// </summary>
internal sealed class GatewayIndex
{
    private readonly ILookup<(string Kind, string Namespace, string Name), (ParentReference Parent, GatewayRoute Route)> _routes;
    private readonly ILookup<string, ReferenceGrant> _grants;

    internal GatewayIndex(ClusterInventory inventory)
    {
        _routes = inventory.All<GatewayRoute>().OrderBy(route => route.Ref.ToString(), StringComparer.Ordinal)
            .SelectMany(route => route.Spec.ParentRefs.Select(parent => (Parent: parent, Route: route)))
            .ToLookup(pair => (pair.Parent.Kind ?? "Gateway", pair.Parent.Namespace ?? pair.Route.Namespace, pair.Parent.Name));
        _grants = inventory.All<ReferenceGrant>().OrderBy(grant => grant.Name, StringComparer.Ordinal)
            .ToLookup(grant => grant.Namespace, StringComparer.Ordinal);
    }

    /// <summary>
    /// Routes that attach to a plain listener: by its name, by its port, or to every listener, of a kind and from a namespace that it takes, for a host of it.
    /// </summary>
    public IEnumerable<GatewayRoute> PlainRoutesOf(Gateway gateway, GatewayListener listener, ClusterView view)
    {
        foreach (var (parent, route) in _routes[(gateway.Kind, gateway.Namespace, gateway.Name)])
            if ((parent.SectionName is null || parent.SectionName == listener.Name) && (parent.Port is null || parent.Port == listener.Port)
                && (listener.Protocol == "TCP") == (route.Kind == "TCPRoute") && route.Kind is not ("TLSRoute" or "UDPRoute")
                && Meets(listener.Hostname, route.Spec.Hostnames) && Admits(gateway, listener, route, view))
                yield return route;
    }

    /// <summary>Grants by which a namespace lets a Gateway of another namespace use one of its Secrets; a grant that names none is for all of them.</summary>
    public IEnumerable<ReferenceGrant> SecretGrants(string ns, string secret, Gateway gateway)
    {
        foreach (var grant in _grants[ns])
            if (grant.Spec.To.Any(to => to is { Kind: "Secret", Group: null or "" } && (to.Name is null or "" || to.Name == secret))
                && grant.Spec.From.Any(from => from.Kind == gateway.Kind && (from.Namespace == gateway.Namespace || IsEveryNamespace(from))))
                yield return grant;
    }

    /// <summary>
    /// Services that a route leads to from outside, mirrors of requests included: it hangs on a Gateway (one on a Service steers traffic inside the cluster), and a
    /// Service of another namespace is one that the namespace lets it use.
    /// </summary>
    public IEnumerable<BackendReference> BackendsOf(GatewayRoute route)
    {
        if (route.Spec.ParentRefs.All(parent => parent.Kind is not (null or "Gateway" or "ListenerSet" or "XListenerSet")))
            yield break;
        foreach (var backend in route.Spec.Rules.SelectMany(rule => rule.BackendRefs.Concat(
            rule.Filters.Select(filter => filter.RequestMirror?.BackendRef).OfType<BackendReference>())))
            if (backend is { Kind: null or "Service", Group: null or "" }
                && (backend.Namespace is null || backend.Namespace == route.Namespace || Grants(backend.Namespace, route, backend)))
                yield return backend;
    }

    /// <summary>Whether a namespace lets routes of a kind and namespace use a Service of its own.</summary>
    public bool Grants(string ns, GatewayRoute route, BackendReference backend)
    {
        foreach (var grant in _grants[ns])
            if (grant.Spec.To.Any(to => to is { Kind: "Service", Group: null or "" } && (to.Name is null or "" || to.Name == backend.Name))
                && grant.Spec.From.Any(from => from.Group == route.Group && from.Kind == route.Kind && from.Namespace == route.Namespace))
                return true;
        return false;
    }

    /// <summary>No host means every host; a wildcard holds every name below it.</summary>
    private static bool Meets(string? listener, IReadOnlyList<string> hosts) =>
        string.IsNullOrEmpty(listener) || hosts.Count == 0 || hosts.Any(host => Within(host, listener) || Within(listener, host));

    private static bool Within(string host, string pattern) => string.Equals(host, pattern, StringComparison.OrdinalIgnoreCase)
        || (pattern.StartsWith("*.", StringComparison.Ordinal) && host.EndsWith(pattern[1..], StringComparison.OrdinalIgnoreCase));

    private static bool Admits(Gateway gateway, GatewayListener listener, GatewayRoute route, ClusterView view) =>
        listener.AllowedRoutes?.Namespaces?.From switch
        {
            "All" => true,
            "Selector" => listener.AllowedRoutes.Namespaces.Selector?.Matches(view.PodPolicies.In(route.Namespace).Labels) == true,
            _ => route.Namespace == gateway.Namespace,
        };

    /// <summary>A grant to no namespace in particular: not valid in the standard API, honoured by some implementations.</summary>
    public static bool IsEveryNamespace(ReferenceGrantPeer from) => from.Namespace is null or "" or "*";
}
