using Posture.Model.Inventory;

namespace Posture.Analysis.Network;

/// <summary>One direction of a connection: egress at the source, or ingress at the destination.</summary>
/// <param name="Allowed">Ports that pass.</param>
/// <param name="Decisions">The policies that decided; none when no policy has a say, then everything passes.</param>
public sealed record DirectionVerdict(PortSet Allowed, IReadOnlyList<NetworkDecision> Decisions)
{
    /// <summary>Policies with a rule that may decide otherwise: whom it means is not in the objects.</summary>
    public IReadOnlyList<ObjectRef> Unsure { get; init; } = [];

    internal static readonly DirectionVerdict Open = new(PortSet.All, []);
}
