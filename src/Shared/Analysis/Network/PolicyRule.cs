namespace Posture.Analysis.Network;

/// <summary>One rule of one direction; no list of peers means every peer.</summary>
internal sealed record PolicyRule(NetworkEffect Effect, IReadOnlyList<PolicyPeer>? Peers, PolicyPorts Ports)
{
    public bool Matches(NetworkClass peer)
    {
        if (Peers is null)
            return true;
        foreach (var held in Peers)
            if (held.Matches(peer))
                return true;
        return false;
    }
}
