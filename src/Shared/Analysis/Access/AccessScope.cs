using Posture.Analysis.Identities;
using Posture.Analysis.Indexes;
using Posture.Model.Inventory;

namespace Posture.Analysis.Access;

/// <summary>
/// What an asker may know of: everything, or the service accounts of some namespaces and the users and groups that RoleBindings name there. What holds in the
/// whole cluster, machines and every other namespace are outside, and so is what is called after another namespace (<see cref="Audience"/>).
/// </summary>
internal sealed class AccessScope
{
    private readonly HashSet<string>? _namespaces;
    private readonly HashSet<(AccessEndKind Kind, string Name)> _bound = [];
    private readonly Audience _audience;

    public AccessScope(ClusterView view, IReadOnlyList<string>? within)
    {
        _audience = new(view, within);
        if (within is null)
            return;
        _namespaces = new(within, StringComparer.Ordinal);
        foreach (var binding in view.Access.Bindings)
            if (binding.Namespace is { } ns && _namespaces.Contains(ns))
                foreach (var member in binding.Members)
                    if (member.Kind is "User" or "Group" && !_audience.Hides(IdentityKinds.Plain(member)))
                        _bound.Add((member.Kind == "User" ? AccessEndKind.User : AccessEndKind.Group, member.Name));
    }

    public bool IsAll => _namespaces is null;

    public bool Holds(string? ns) => _namespaces is null || (ns is not null && _namespaces.Contains(ns));

    public bool Knows(AccessEnd end) => _namespaces is null || end.Kind switch
    {
        AccessEndKind.ServiceAccount => Holds(end.Namespace),
        AccessEndKind.Rights => Holds(end.Namespace) && !_audience.HidesRole(end.Name),
        AccessEndKind.User or AccessEndKind.Group => _bound.Contains((end.Kind, end.Name)),
        _ => false,
    };

    /// <summary>The path up to the first step that the asker may not know of, which is told without any name.</summary>
    public AccessPath Cut(AccessPath path)
    {
        if (_namespaces is null)
            return path;
        for (var i = 0; i < path.Steps.Count; i++)
            if (!Knows(path.Steps[i]))
                return path with { Steps = [.. path.Steps.Take(i), OutsideOf(path.Steps[i].From)], LeavesScope = true, OtherFirstSteps = 0 };
        return path with { OtherFirstSteps = 0 };
    }

    private bool Knows(AccessStep step) => Knows(step.From) && Knows(step.To) && (step.Namespace is null || Holds(step.Namespace))
        && step.By.Count > 0 && step.By.All(IsKnown);

    private bool IsKnown(AccessStepGrant grant) =>
        Holds(grant.Namespace) && (grant.Binding is null || grant.Binding.StartsWith("RoleBinding/", StringComparison.Ordinal))
        && !_audience.HidesRole(grant.Role) && (grant.Group is not { } group || !_audience.Hides(new() { Kind = "Group", Name = group }));

    /// <summary>A role that a binding names, as it may be told.</summary>
    public string Told(RoleRef role) => _audience.HidesRole($"{role.Kind}/{role.Name}") ? $"{role.Kind} {Audience.Untold}" : $"{role.Kind} {role.Name}";

    private static AccessStep OutsideOf(AccessEnd from) => new(from, AccessEnd.Outside, AccessStepKind.Outside, [], null, null, null);
}
