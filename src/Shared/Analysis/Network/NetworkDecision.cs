using Posture.Model.Inventory;

namespace Posture.Analysis.Network;

/// <summary>What one policy did to which ports of a connection.</summary>
public sealed record NetworkDecision(ObjectRef Policy, NetworkEffect Effect, PortSet Ports);
