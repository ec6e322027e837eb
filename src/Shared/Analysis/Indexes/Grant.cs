using Posture.Model.Inventory;

namespace Posture.Analysis.Indexes;

/// <summary>One subject of one binding and the rules it gets. <see cref="Namespace"/> null means the whole cluster. A missing role gives no rules.</summary>
public sealed record Grant(Subject Subject, KubeObject Binding, string? Namespace, RoleRef Role, IReadOnlyList<PolicyRule> Rules);
