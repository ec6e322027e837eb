using Posture.Model.Inventory;

namespace Posture.Analysis.Network;

/// <summary>
/// A way from outside of the cluster to a pod: an Ingress, an OpenShift Route, a route of the Gateway API or a VirtualService of Istio with the Service that it names, or a Service that has
/// an address outside by itself.
/// </summary>
/// <param name="Kind">What answers.</param>
/// <param name="Route">The Ingress, the route, or the Service itself.</param>
/// <param name="Service">The Service behind it.</param>
/// <param name="Member">A pod that the Service selects.</param>
/// <param name="Class">The pod's class.</param>
/// <param name="Ports">Ports of the pod that the Service forwards to for this route.</param>
public sealed record NetworkEntry(NetworkEntryKind Kind, ObjectRef Route, ObjectRef Service, NetworkMember Member, NetworkClass Class, PortSet Ports);
