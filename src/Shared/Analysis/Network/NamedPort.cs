namespace Posture.Analysis.Network;

/// <summary>A container port that has a name.</summary>
public readonly record struct NamedPort(string Name, NetworkProtocol Protocol, int Port);
