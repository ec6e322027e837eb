using Posture.Analysis.Indexes;

namespace Posture.Analysis.Access;

/// <summary>
/// An answer. Allowed by <see cref="Binding"/> (which names the role) through <see cref="Rule"/>, or without either because the identity is in
/// <c>system:masters</c>. Where denied, <see cref="Missing"/> is a binding of the identity whose role the inventory does not hold.
/// </summary>
public readonly record struct AccessDecision(bool Allowed, AccessBinding? Binding, int Rule, AccessBinding? Missing);
