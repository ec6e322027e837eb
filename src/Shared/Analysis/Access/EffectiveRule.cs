using Posture.Model.Inventory;

namespace Posture.Analysis.Access;

/// <summary>Rights of one identity that hold in one place, merged from all the rules that give them.</summary>
/// <param name="Namespace">Where they hold; null for the whole cluster.</param>
/// <param name="Rule">The rights, sorted.</param>
/// <param name="Sources">Every binding and rule that gives a part of them.</param>
public sealed record EffectiveRule(string? Namespace, PolicyRule Rule, IReadOnlyList<AccessHolder> Sources);
