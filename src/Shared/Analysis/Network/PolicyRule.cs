namespace Posture.Analysis.Network;

/// <summary>One rule of one direction; no list of peers means every peer.</summary>
/// <param name="Path">Where it stands in its policy, for example <c>spec.egress[0]</c>.</param>
/// <param name="Effect">What it does to the connections it meets.</param>
/// <param name="Peers">The other ends.</param>
/// <param name="Ports">Ports of the destination.</param>
internal sealed record PolicyRule(string Path, NetworkEffect Effect, IReadOnlyList<PolicyPeer>? Peers, PolicyPorts Ports)
{
    /// <summary>Names nodes by their labels: which pods on the network of a node are meant is not told.</summary>
    public bool NamesNodes { get; init; }

    /// <summary>Names domains: which addresses they stand for is not told.</summary>
    public bool NamesDomains { get; init; }

    public bool Matches(NetworkClass peer)
    {
        if (Peers is null)
            return true;
        foreach (var held in Peers)
            if (held.Matches(peer))
                return true;
        return false;
    }

    /// <summary>Whether the rule may meet a peer that it does not match as far as the objects say.</summary>
    public bool MayMeet(NetworkClass peer) => (NamesNodes && peer.IsOnHost) || (NamesDomains && peer.Kind == NetworkClassKind.Addresses);
}
