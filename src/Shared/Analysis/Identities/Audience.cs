using Posture.Analysis.Access;
using Posture.Analysis.Indexes;
using Posture.Model.Inventory;

namespace Posture.Analysis.Identities;

/// <summary>
/// What an asker may be told of the rights of a cluster. One who may see some namespaces is told the bindings in them and those of the whole cluster that give
/// rights there, and no name that names another namespace: neither a service account of it, nor a user, group, role or binding called after it.
/// </summary>
internal sealed class Audience
{
    /// <summary>Stands for a name that is not told.</summary>
    public const string Untold = "…";

    /// <summary>A name of more words than this is not searched for namespaces: it is not told.</summary>
    private const int MaxWords = 24;

    private readonly ClusterView _view;
    private readonly HashSet<string>? _own;
    private readonly HashSet<string>? _places;
    private readonly Dictionary<IReadOnlyList<PolicyRule>, IReadOnlyList<PolicyRule>> _narrowed = new(ReferenceEqualityComparer.Instance);

    /// <param name="view">The cluster.</param>
    /// <param name="within">Namespaces that the asker may know of; null for all.</param>
    /// <param name="ns">The one asked about; null for all of them. One that the asker may not know of is none.</param>
    public Audience(ClusterView view, IReadOnlyList<string>? within, string? ns = null)
    {
        _view = view;
        _own = within?.ToHashSet(StringComparer.Ordinal);
        _places = ns is null ? _own : [.. Knows(ns) ? new[] { ns } : []];
    }

    /// <summary>Whether the asker may be told everything.</summary>
    public bool IsAll => _own is null;

    /// <summary>Namespaces to suggest, at most <paramref name="most"/>.</summary>
    public IReadOnlyList<string> Namespaces(int most) =>
        [.. (_own ?? _view.Namespaces.Select(ns => ns.Name)).Order(StringComparer.Ordinal).Take(most)];

    public bool Knows(string ns) => _own?.Contains(ns) != false;

    /// <summary>Whether the binding gives rights that the answer is about.</summary>
    public bool Tells(AccessBinding binding) =>
        _places is null || (binding.Namespace is { } ns ? _places.Contains(ns) : _places.Count > 0 && RulesOf(binding).Count > 0);

    /// <summary>Rules of a binding; of one that holds in the whole cluster only what concerns namespaces, where the answer is about some.</summary>
    public IReadOnlyList<PolicyRule> RulesOf(AccessBinding binding)
    {
        if (_places is null || binding.Namespace is not null)
            return binding.Rules;
        if (!_narrowed.TryGetValue(binding.Rules, out var rules))
            _narrowed[binding.Rules] = rules = [.. binding.Rules.Select(Narrow).OfType<PolicyRule>()];
        return rules;
    }

    /// <summary>The rule without what no namespace holds; null when nothing is left.</summary>
    public PolicyRule? Narrow(PolicyRule rule)
    {
        if (_places is null)
            return rule;
        var resources = rule.Resources.Where(resource => !KnownResources.IsClusterScoped(rule.Verbs, rule.ApiGroups, resource)).ToList();
        return resources.Count == 0 ? null : rule with { Resources = resources, NonResourceURLs = [] };
    }

    /// <summary>Whether a <see cref="IdentityKinds.Plain"/> subject must not be named.</summary>
    public bool Hides(Subject subject)
    {
        if (_own is null)
            return false;
        if (IdentityKinds.NamespaceOf(subject) is { } ns)
            return !_own.Contains(ns);
        return !subject.Name.StartsWith("system:", StringComparison.Ordinal) && NamesForeign(subject.Name);
    }

    /// <summary>The subject as it is told: without a name where it must not be named.</summary>
    public Subject Told(Subject subject) => Hides(subject) ? new() { Kind = subject.Kind } : subject;

    /// <summary>What gives a right, as it is told.</summary>
    public GrantAnswer Told(AccessBinding binding, int rule)
    {
        var grant = GrantAnswer.Of(binding, rule);
        if (_own is null)
            return grant;
        return grant with
        {
            Binding = binding.Namespace is not null || !NamesForeign(binding.Object.Name) ? grant.Binding : $"{binding.Object.Kind}/{Untold}",
            Role = HidesRole(grant.Role) ? $"{binding.RoleRef.Kind}/{Untold}" : grant.Role,
        };
    }

    /// <summary>Whether the name of a role, as <see cref="GrantAnswer"/> gives it, must not be told: a ClusterRole of the cluster's own making that names another namespace.</summary>
    public bool HidesRole(string role) =>
        _own is not null && role.Split('/', 2) is ["ClusterRole", var name] && ShippedAccess.RulesOf(name) is null && NamesForeign(name);

    /// <summary>Whether words of the name, joined as namespaces are, are a namespace that the asker may not know of. The longest is meant.</summary>
    private bool NamesForeign(string name)
    {
        var words = new string([.. name.Select(sign => char.IsAsciiLetterOrDigit(sign) ? char.ToLowerInvariant(sign) : ' ')])
            .Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (words.Length > MaxWords)
            return true;
        for (var first = 0; first < words.Length; first++)
            for (var count = words.Length - first; count > 0; count--)
            {
                var run = string.Join('-', words.AsSpan(first, count));
                if (_own!.Contains(run))
                    first += count - 1;
                else if (_view.NamespaceOf(run) is not null)
                    return true;
                else
                    continue;
                break;
            }
        return false;
    }
}
