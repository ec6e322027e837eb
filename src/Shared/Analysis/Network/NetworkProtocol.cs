namespace Posture.Analysis.Network;

/// <summary>Transport protocols that network policies know.</summary>
public enum NetworkProtocol
{
    Tcp = 0,
    Udp = 1,
    Sctp = 2,
}
