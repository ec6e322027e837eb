using Posture.Model.Inventory;

namespace Posture.Analysis.Indexes;

/// <summary>
/// Services by namespace and the routes (Ingress, Gateway routes, OpenShift Route, VirtualService of an Istio gateway) that lead to each. Dropped when one of these or
/// a reference grant changes.
/// </summary>
internal sealed class ServiceIndex
{
    /// <summary>Kinds that lead traffic to a Service, and what lets them into another namespace, for <c>Reads</c>.</summary>
    public static readonly IReadOnlyList<KindRef> RouteKinds =
    [
        new("networking.k8s.io", "Ingress"), new("gateway.networking.k8s.io", "HTTPRoute"), new("gateway.networking.k8s.io", "GRPCRoute"),
        new("gateway.networking.k8s.io", "TLSRoute"), new("gateway.networking.k8s.io", "TCPRoute"), new("gateway.networking.k8s.io", "UDPRoute"), new("route.openshift.io", "Route"),
        IstioRoutes.VirtualService, new("gateway.networking.k8s.io", "ReferenceGrant"),
    ];

    private readonly ILookup<string, Service> _services;
    private readonly ILookup<(string Namespace, string Service), KubeObject> _routes;

    internal ServiceIndex(ClusterInventory inventory, GatewayIndex gateways)
    {
        _services = inventory.All<Service>().OrderBy(service => service.Name, StringComparer.Ordinal).ToLookup(service => service.Namespace, StringComparer.Ordinal);
        _routes = inventory.All<Ingress>().SelectMany(Backends)
            .Concat(inventory.All<GatewayRoute>().SelectMany(route => gateways.BackendsOf(route)
                .Select(backend => (Namespace: backend.Namespace ?? route.Namespace, Service: backend.Name, Route: (KubeObject)route))))
            .Concat(inventory.Generic("route.openshift.io").SelectMany(Backends))
            .Concat(IstioRoutes.Of(inventory).Select(destination => (destination.Namespace, destination.Service, Route: (KubeObject)destination.Route)))
            .Distinct().OrderBy(pair => pair.Route.Ref.ToString(), StringComparer.Ordinal)
            .ToLookup(pair => (pair.Namespace, pair.Service), pair => pair.Route);
    }

    /// <summary>Services whose selector matches pods with these labels; a Service without selector, and an ExternalName whatever its selector, selects none.</summary>
    public IEnumerable<Service> Selecting(string ns, StringMap podLabels)
    {
        foreach (var service in _services[ns])
            if (service.Spec is { Selector.Count: > 0, Type: not "ExternalName" } && podLabels.Matches(service.Spec.Selector))
                yield return service;
    }

    /// <summary>Routes that name a Service as a backend.</summary>
    public IEnumerable<KubeObject> RoutesTo(Service service) => _routes[(service.Namespace, service.Name)];

    private static IEnumerable<(string Namespace, string Service, KubeObject Route)> Backends(Ingress ingress)
    {
        var backends = ingress.Spec.Rules.SelectMany(rule => rule.Http?.Paths ?? []).Select(path => path.Backend);
        foreach (var backend in ingress.Spec.DefaultBackend is { } standard ? backends.Prepend(standard) : backends)
            if (backend.Service is { } service)
                yield return (ingress.Namespace, service.Name, ingress);
    }

    private static IEnumerable<(string Namespace, string Service, KubeObject Route)> Backends(GenericObject route)
    {
        foreach (var backend in route.Spec.Field("alternateBackends").Items().Prepend(route.Spec.Field("to")))
            if (backend.Text("kind") is null or "Service" && backend.Text("name") is { } name)
                yield return (route.Namespace, name, route);
    }
}
