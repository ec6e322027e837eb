using Posture.Analysis.Indexes;
using Posture.Model.Inventory;

namespace Posture.Analysis.Network;

/// <summary>A pod, or a workload that has no pod yet and stands for those to come.</summary>
/// <param name="Source">The pod, or the workload.</param>
/// <param name="Workload">The workload it belongs to; null for a static pod.</param>
public sealed record NetworkMember(KubeObject Source, Workload? Workload)
{
    internal StringMap PodLabels => Source is Pod pod ? pod.Metadata.Labels : Workload!.PodLabels;

    internal PodSpec Spec => Source is Pod pod ? pod.Spec : Workload!.Template.Spec;

    internal IEnumerable<AddressRange> Addresses => Source is Pod { Status: { } status }
        ? status.PodIPs.Select(address => address.Ip).Append(status.PodIP).OfType<string>().Select(text => AddressRange.OfAddress(text)).OfType<AddressRange>() : [];

    /// <summary>Ports of its containers that have this name.</summary>
    public IEnumerable<NamedPort> PortsNamed(string name)
    {
        foreach (var port in ServicePorts.Declared(Spec))
            if (port.Name == name && port.Port is { } number && PolicyPorts.ProtocolOf(port.Protocol) is { } protocol)
                yield return new(name, protocol, number);
    }

    /// <summary><c>namespace/name[Kind]</c> of the workload; for a pod whose controller is not in the inventory, of the controller that it names.</summary>
    public string Title
    {
        get
        {
            var item = Workload?.Object ?? Source;
            // A static pod is owned by its node: nobody looks for it there.
            var owner = item.Metadata.OwnerReferences.FirstOrDefault(owner => owner is { Controller: true, Kind: not "Node" });
            return $"{item.Namespace}/{owner?.Name ?? item.Name}[{(owner is { Kind.Length: > 0 } ? owner.Kind : item.Kind)}]";
        }
    }
}
