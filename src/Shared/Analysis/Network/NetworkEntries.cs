using System.Text.Json;
using Posture.Analysis.Indexes;
using Posture.Model.Inventory;

namespace Posture.Analysis.Network;

/// <summary>Finds the pods behind Ingresses, OpenShift Routes, routes of the Gateway API, VirtualServices of Istio's gateways and Services with an address outside. What they name and is not there leads nowhere.</summary>
internal sealed class NetworkEntries(ClusterView view, IEnumerable<NetworkClass> classes)
{
    private readonly ILookup<string, (NetworkMember Member, NetworkClass Class)> _members =
        classes.SelectMany(held => held.Members.Select(member => (Member: member, Class: held)))
            .ToLookup(end => end.Member.Source.Namespace, StringComparer.Ordinal);

    public IEnumerable<NetworkEntry> All()
    {
        foreach (var backend in Backends().OrderBy(backend => backend.Route.Ref.ToString(), StringComparer.Ordinal))
        {
            if (view.Inventory.Find<Service>(backend.Namespace, backend.Service) is not { Spec: { Selector.Count: > 0, Type: not "ExternalName" } } service)
                continue;
            var ports = service.Spec.Ports.Where(backend.Takes).ToList();
            foreach (var (member, held) in _members[backend.Namespace])
            {
                if (!member.PodLabels.Matches(service.Spec.Selector))
                    continue;
                var open = ServicePorts.On(member.Spec, ports, backend.Protocol);
                if (!open.IsEmpty)
                    yield return new(backend.Kind, backend.Route.Ref, service.Ref, member, held, open);
            }
        }
    }

    private IEnumerable<Backend> Backends() => view.Inventory.All<Ingress>().SelectMany(Of)
        .Concat(view.Inventory.Generic("route.openshift.io", "Route").SelectMany(Of))
        .Concat(view.Inventory.All<GatewayRoute>().SelectMany(Of))
        .Concat(IstioRoutes.Of(view.Inventory).Select(destination => new Backend(NetworkEntryKind.Gateway, destination.Route, destination.Namespace, destination.Service,
            port => destination.Port is null || port.Port == destination.Port)))
        .Concat(view.Inventory.All<Service>().Where(ServicePorts.IsOutside)
            .Select(service => new Backend(NetworkEntryKind.Service, service, service.Namespace, service.Name, _ => true) { Protocol = null }));

    private static IEnumerable<Backend> Of(Ingress ingress)
    {
        var backends = ingress.Spec.Rules.SelectMany(rule => rule.Http?.Paths ?? []).Select(path => path.Backend).Append(ingress.Spec.DefaultBackend);
        foreach (var backend in backends)
            if (backend?.Service is { } service)
                yield return new(NetworkEntryKind.IngressController, ingress, ingress.Namespace, service.Name,
                    port => service.Port is not { } asked || (asked.Name is { Length: > 0 } name ? port.Name == name : asked.Number is null || port.Port == asked.Number));
    }

    /// <summary>The port of a Route is the name of the Service's port, or the port of its pods; absent means every port.</summary>
    private static IEnumerable<Backend> Of(GenericObject route)
    {
        var asked = route.Spec.Field("port", "targetPort") is { ValueKind: JsonValueKind.String or JsonValueKind.Number } port ? port.ToString() : null;
        foreach (var backend in route.Spec.Field("alternateBackends").Items().Prepend(route.Spec.Field("to")))
            if (backend.Text("kind") is null or "Service" && backend.Text("name") is { } name)
                yield return new(NetworkEntryKind.IngressController, route, route.Namespace, name,
                    held => asked is null || held.Name == asked || (held.TargetPort ?? $"{held.Port}") == asked || $"{held.Port}" == asked);
    }

    private IEnumerable<Backend> Of(GatewayRoute route) => view.Gateways.BackendsOf(route)
        .Select(backend => new Backend(NetworkEntryKind.Gateway, route, backend.Namespace ?? route.Namespace, backend.Name, port => backend.Port is null || port.Port == backend.Port)
        {
            Protocol = route.Kind == "UDPRoute" ? NetworkProtocol.Udp : NetworkProtocol.Tcp,
        });

    private sealed record Backend(NetworkEntryKind Kind, KubeObject Route, string Namespace, string Service, Func<ServicePort, bool> Takes)
    {
        /// <summary>What the way in carries; null for whatever the Service takes.</summary>
        public NetworkProtocol? Protocol { get; init; } = NetworkProtocol.Tcp;
    }
}
