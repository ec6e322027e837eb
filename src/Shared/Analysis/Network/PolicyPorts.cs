namespace Posture.Analysis.Network;

/// <summary>Ports of a rule: fixed ones, and names that the destination pod resolves. A name without protocol means any protocol.</summary>
internal sealed record PolicyPorts(PortSet Fixed, IReadOnlyList<(string Name, NetworkProtocol? Protocol)> Names)
{
    public static readonly PolicyPorts All = new(PortSet.All, []);

    /// <summary>The ports on a destination; a name that it does not have opens nothing.</summary>
    public PortSet On(NetworkClass destination)
    {
        if (Names.Count == 0)
            return Fixed;
        var ports = Fixed;
        foreach (var (name, protocol) in Names)
            foreach (var port in destination.Ports)
                if (port.Name == name && (protocol is null || protocol == port.Protocol))
                    ports = ports.Union(PortSet.Of(port.Protocol, new(port.Port, port.Port)));
        return ports;
    }

    /// <summary>TCP when absent; null for a protocol that policies do not know.</summary>
    public static NetworkProtocol? ProtocolOf(string? text) => text switch
    {
        null or "" or "TCP" => NetworkProtocol.Tcp,
        "UDP" => NetworkProtocol.Udp,
        "SCTP" => NetworkProtocol.Sctp,
        _ => null,
    };
}
