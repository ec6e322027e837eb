using Posture.Model.Inventory;

namespace Posture.Analysis.Identities;

/// <summary>One subject and what its bindings give it, in short.</summary>
/// <param name="Subject">The subject; without a name where <paramref name="IsHidden"/>.</param>
/// <param name="Kind">What sort of identity it is.</param>
/// <param name="IsPlatform">Kubernetes itself, a system namespace, or trusted by the policy.</param>
/// <param name="IsHidden">Stands for all subjects of its kind that lie outside of the asker's scope; then nothing is counted.</param>
/// <param name="Bindings">Bindings that name it.</param>
/// <param name="ClusterWide">Some of them hold in the whole cluster.</param>
/// <param name="Namespaces">Up to <see cref="MaxNamespaces"/> namespaces in which the others hold, by name.</param>
/// <param name="NamespaceCount">All of these namespaces.</param>
/// <param name="TakesOver">A right leads to the whole cluster in one step.</param>
/// <param name="Risks">Reasons to look at it, worst first.</param>
public sealed record SubjectRow(
    Subject Subject, IdentityKind Kind, bool IsPlatform, bool IsHidden, int Bindings, bool ClusterWide, IReadOnlyList<string> Namespaces, int NamespaceCount,
    bool TakesOver, IReadOnlyList<SubjectRisk> Risks)
{
    /// <summary>Namespaces that a row names.</summary>
    public const int MaxNamespaces = 3;
}

/// <summary>A reason, and where it holds.</summary>
/// <param name="Reason">The reason.</param>
/// <param name="Namespace">The only or first namespace; null for the whole cluster.</param>
/// <param name="More">Further namespaces.</param>
public sealed record SubjectRisk(RiskReason Reason, string? Namespace, int More);
