namespace Posture.Analysis.Network;

/// <summary>One direction of a connection: egress at the source, or ingress at the destination.</summary>
/// <param name="Allowed">Ports that pass.</param>
/// <param name="Decisions">The policies that decided; none when no policy has a say, then everything passes.</param>
public sealed record DirectionVerdict(PortSet Allowed, IReadOnlyList<NetworkDecision> Decisions)
{
    internal static readonly DirectionVerdict Open = new(PortSet.All, []);
}
