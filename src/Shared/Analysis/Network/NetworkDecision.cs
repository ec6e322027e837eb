using Posture.Model.Inventory;

namespace Posture.Analysis.Network;

/// <summary>What one policy did to which ports of a connection.</summary>
/// <param name="Policy">The policy.</param>
/// <param name="Rule">The rule that met it, for example <c>spec.ingress[0]</c>; empty when the policy isolates because no rule did.</param>
/// <param name="Effect">What it did.</param>
/// <param name="Ports">To which ports.</param>
public sealed record NetworkDecision(ObjectRef Policy, string Rule, NetworkEffect Effect, PortSet Ports);
