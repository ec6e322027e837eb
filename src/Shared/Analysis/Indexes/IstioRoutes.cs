using System.Text.Json;
using Posture.Model.Inventory;

namespace Posture.Analysis.Indexes;

/// <summary>
/// Where Istio's VirtualServices lead from their gateways: without a gateway, or with the word mesh alone, one rules traffic between pods. The part that one
/// delegates counts as its own, and what is mirrored reaches a Service too. A Gateway itself only opens ports of pods that a Service publishes.
/// </summary>
internal static class IstioRoutes
{
    public static readonly KindRef VirtualService = new("networking.istio.io", "VirtualService");

    private static readonly string[] Protocols = ["http", "tls", "tcp"];

    public static IEnumerable<IstioDestination> Of(ClusterInventory inventory) => inventory.Generic(VirtualService.Group, VirtualService.Kind)
        .Where(route => !route.Spec.Field("gateways").Texts().All(gateway => gateway == "mesh"))
        .SelectMany(route => Of(route, route).Concat(Delegates(route, inventory).SelectMany(part => Of(part, route)))).Distinct();

    private static IEnumerable<GenericObject> Delegates(GenericObject route, ClusterInventory inventory) => route.Spec.Field("http").Items().Select(rule => rule.Field("delegate"))
        .Select(part => part.Text("name") is { Length: > 0 } name
            ? inventory.Find(VirtualService, part.Text("namespace") is { Length: > 0 } ns ? ns : route.Namespace, name) as GenericObject : null)
        .OfType<GenericObject>();

    private static IEnumerable<IstioDestination> Of(GenericObject part, GenericObject published)
    {
        foreach (var rule in Protocols.SelectMany(protocol => part.Spec.Field(protocol).Items()))
            foreach (var destination in rule.Field("route").Items().Concat(rule.Field("mirrors").Items()).Select(item => item.Field("destination")).Append(rule.Field("mirror")))
                if (Service(destination, part.Namespace) is var (ns, name))
                    yield return new(published, ns, name, destination.Field("port").Field("number").Number());
    }

    /// <summary>A host without dots is a Service of the namespace; others are names of a Service in full, or hosts of another kind.</summary>
    private static (string Namespace, string Name)? Service(JsonElement? destination, string ns) => destination.Text("host")?.Split('.') switch
    {
        [{ Length: > 0 } name] => (ns, name),
        [var name, var other, "svc", ..] => (other, name),
        _ => null,
    };
}

/// <summary>A Service that a VirtualService of a gateway leads to; without a port, each of its ports.</summary>
internal readonly record struct IstioDestination(GenericObject Route, string Namespace, string Service, long? Port);
