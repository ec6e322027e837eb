using Posture.Analysis.Indexes;
using Posture.Model.Inventory;

namespace Posture.Analysis.Identities;

/// <summary>Adds up the bindings of one subject.</summary>
internal sealed class SubjectTally(Subject subject, bool isPlatform, bool isHidden)
{
    private readonly SortedSet<string> _namespaces = new(StringComparer.Ordinal);
    private readonly SortedDictionary<RiskReason, SortedSet<string>> _risks = [];
    private readonly HashSet<RiskReason> _everywhere = [];
    private int _bindings;
    private bool _clusterWide;
    private bool _takesOver;

    public void Add(AccessBinding binding, RoleRisk risk)
    {
        _bindings++;
        _takesOver |= risk.TakesOver;
        if (binding.Namespace is { } ns)
            _namespaces.Add(ns);
        else
            _clusterWide = true;
        foreach (var reason in risk.Reasons)
            if (binding.Namespace is not { } place)
                _everywhere.Add(reason);
            else if (_risks.TryGetValue(reason, out var places))
                places.Add(place);
            else
                _risks[reason] = new(StringComparer.Ordinal) { place };
    }

    public SubjectRow ToRow()
    {
        var kind = IdentityKinds.Of(subject);
        if (isHidden)
        {
            var reasons = Reasons().Select(reason => new SubjectRisk(reason, null, 0)).ToList();
            return new(subject, kind, isPlatform, isHidden, 0, _clusterWide, [], 0, _takesOver, reasons);
        }
        var named = _namespaces.Take(SubjectRow.MaxNamespaces).ToList();
        return new(subject, kind, isPlatform, isHidden, _bindings, _clusterWide, named, _namespaces.Count, _takesOver, [.. Reasons().Select(RiskOf)]);
    }

    private SubjectRisk RiskOf(RiskReason reason) =>
        _everywhere.Contains(reason) ? new(reason, null, 0) : new(reason, _risks[reason].Min, _risks[reason].Count - 1);

    private IEnumerable<RiskReason> Reasons() => _everywhere.Concat(_risks.Keys).Distinct().Order();
}

/// <summary>Risk of a role bound in one place.</summary>
internal sealed record RoleRisk(IReadOnlyList<RiskReason> Reasons, bool TakesOver);
