using Posture.Model.Inventory;

namespace Posture.Analysis.Network;

/// <summary>What may pass from one end to another: what egress at the source and ingress at the destination both allow.</summary>
/// <param name="Allowed">Ports that pass, as far as the modelled kinds of policy say.</param>
/// <param name="Egress">The source's side.</param>
/// <param name="Ingress">The destination's side.</param>
/// <param name="NotModelled">
/// Policies of Cilium or Calico that select one of the ends (present, not modelled), and those whose rule names nodes or domains that may be an end. With any,
/// the verdict is neither pass nor fail.
/// </param>
public sealed record NetworkVerdict(PortSet Allowed, DirectionVerdict Egress, DirectionVerdict Ingress, IReadOnlyList<ObjectRef> NotModelled)
{
    /// <summary>Whether every policy that has a say is modelled.</summary>
    public bool IsCertain => NotModelled.Count == 0;
}
