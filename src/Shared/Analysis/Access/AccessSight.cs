using Posture.Analysis.Indexes;
using Posture.Model.Coverage;
using Posture.Model.Inventory;

namespace Posture.Analysis.Access;

/// <summary>What paths may go through and could not be seen: kinds that were not read, roles that a dump leaves out.</summary>
internal static class AccessSight
{
    /// <summary>Missing roles that are named one by one.</summary>
    private const int MaxRoles = 20;

    private const string Rbac = "rbac.authorization.k8s.io";

    private static readonly (KindRef Kind, string Loss)[] Kinds =
    [
        (new(Rbac, "ClusterRole"), "rights are missing"), (new(Rbac, "ClusterRoleBinding"), "rights are missing"), (new(Rbac, "Role"), "rights are missing"),
        (new(Rbac, "RoleBinding"), "rights are missing"), (new("", "ServiceAccount"), "those that bindings and pods name stand in"),
        (new("", "Pod"), "who runs where is not known: no step enters a pod or goes by a node"), (new("", "Node"), "nodes that pods name stand in"),
        (new("", "Namespace"), "levels of Pod Security are not known"),
        (new("", "Secret"), "tokens in Secrets are followed only where a service account lists them"),
    ];

    public static IReadOnlyList<AccessUnseen> Unseen(ClusterView view, AccessScope scope)
    {
        var unseen = new List<AccessUnseen>();
        foreach (var (kind, loss) in Kinds)
            if (!view.Inventory.Covers(kind) && !(kind.Kind == "Secret" && view.Inventory.CountOf(kind) > 0))
                unseen.Add(new(kind.Kind, $"{Cause(view.Inventory.CoverageOf(kind))}; {loss}."));
        var missing = view.Access.Bindings
            .Where(binding => binding is { Role: null, Rules.Count: 0, Members.Count: > 0 } && scope.Holds(binding.Namespace))
            .OrderBy(binding => binding.Namespace ?? "", StringComparer.Ordinal).ThenBy(binding => binding.Object.Name, StringComparer.Ordinal).ToList();
        foreach (var binding in missing.Take(MaxRoles))
            unseen.Add(new(GrantAnswer.NameOf(binding.Object.Kind, binding.Object.Namespace, binding.Object.Name),
                $"It names {scope.Told(binding.RoleRef)}, which is not there: whoever may create it decides what its subjects may do."));
        if (missing.Count > MaxRoles)
            unseen.Add(new("Bindings", $"{missing.Count - MaxRoles} more name a role that is not there."));
        return unseen;
    }

    private static string Cause(KindCoverage coverage) => coverage.State switch
    {
        CoverageState.Pending => "Not among the objects read",
        _ => coverage.Reason ?? $"Not read ({coverage.State})",
    };
}
