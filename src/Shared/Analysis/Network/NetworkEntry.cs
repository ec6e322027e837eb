using Posture.Model.Inventory;

namespace Posture.Analysis.Network;

/// <summary>A way from outside of the cluster to a pod: an Ingress, an OpenShift Route or a route of the Gateway API, and the Service that it names.</summary>
/// <param name="Route">The Ingress or route.</param>
/// <param name="Service">The Service behind it.</param>
/// <param name="Member">A pod that the Service selects.</param>
/// <param name="Class">The pod's class.</param>
/// <param name="Ports">Ports of the pod that the Service forwards to for this route.</param>
public sealed record NetworkEntry(ObjectRef Route, ObjectRef Service, NetworkMember Member, NetworkClass Class, PortSet Ports)
{
    /// <summary>Whether a Gateway answers, not an ingress controller.</summary>
    public bool IsGateway => Route.Group == "gateway.networking.k8s.io";
}
