using System.Globalization;
using Posture.Model.Inventory;

namespace Posture.Analysis.Network;

/// <summary>Ports of pods that a Service forwards to.</summary>
internal static class ServicePorts
{
    /// <summary>Whether a Service has an address outside of the cluster by itself.</summary>
    public static bool IsOutside(Service service) => service.Spec.Type is "LoadBalancer" or "NodePort" || service.Spec.ExternalIPs.Count > 0;

    /// <summary>Ports of the containers that run as long as the pod; a name of one that ends before is no target.</summary>
    public static IEnumerable<ContainerPort> Declared(PodSpec spec) =>
        spec.Containers.Concat(spec.InitContainers.Where(container => container.RestartPolicy == "Always")).SelectMany(container => container.Ports);

    /// <summary>A target port is a number, or the name of a container's port; absent, it is the Service's own. One protocol, or each.</summary>
    public static PortSet On(PodSpec spec, IEnumerable<ServicePort> ports, NetworkProtocol? only)
    {
        var found = PortSet.None;
        foreach (var port in ports)
        {
            if (PolicyPorts.ProtocolOf(port.Protocol) is not { } protocol || (only is not null && only != protocol))
                continue;
            if ((port.TargetPort ?? port.Port?.ToString(CultureInfo.InvariantCulture)) is not { } target)
                continue;
            if (int.TryParse(target, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
                found = found.Union(PortSet.Of(protocol, new(number, number)));
            else
                foreach (var named in Declared(spec))
                    if (named.Name == target && named.Port is { } of && PolicyPorts.ProtocolOf(named.Protocol) == protocol)
                        found = found.Union(PortSet.Of(protocol, new(of, of)));
        }
        return found;
    }
}
