using Posture.Analysis.Indexes;
using Posture.Model.Coverage;
using Posture.Model.Inventory;

namespace Posture.Analysis.Identities;

/// <summary>What an answer about rights could not take in. Where something is missing, "nobody" and "no" mean "unknown".</summary>
/// <param name="Unread">Kinds of RBAC that could not be read, and why.</param>
/// <param name="UnknownRoles">Some binding names a role that a partial inventory does not hold.</param>
public sealed record AccessGaps(IReadOnlyList<UnreadKind> Unread, bool UnknownRoles)
{
    private static readonly KindRef[] Kinds =
        [.. new[] { typeof(ClusterRole), typeof(ClusterRoleBinding), typeof(Role), typeof(RoleBinding) }.SelectMany(KnownKinds.Of).Select(kind => kind.Ref)];

    /// <summary>Whether absence may be believed.</summary>
    public bool IsComplete => Unread.Count == 0 && !UnknownRoles;

    internal static AccessGaps Of(ClusterView view) => new(
        [.. Kinds.Where(kind => !view.Inventory.Covers(kind)).Select(kind => new UnreadKind(kind.Kind, view.Inventory.CoverageOf(kind).State))],
        view.Access.Bindings.Any(binding => !binding.IsKnown));
}

/// <summary>A kind that could not be read.</summary>
/// <param name="Kind">For example RoleBinding.</param>
/// <param name="State">What stood in the way.</param>
public sealed record UnreadKind(string Kind, CoverageState State);
