using Posture.Model.Inventory;

namespace Posture.Analysis.Network;

/// <summary>A policy to add, with what asks for it.</summary>
/// <param name="Policy">The policy, as it would be applied.</param>
/// <param name="Reasons">One sentence for each thing that it keeps open or leaves out.</param>
public sealed record SuggestedPolicy(NetworkPolicy Policy, IReadOnlyList<string> Reasons);
