using Posture.Analysis.Indexes;
using Posture.Model.Inventory;

namespace Posture.Analysis.Access;

/// <summary>
/// Builds the graph of who can take over whom: identities and their groups, bindings and the rights they give, and what these rights lead to. Everything is
/// added in the order of names, so that one cluster has one graph. Rights of one identity count together; rights of two identities do not.
/// </summary>
internal sealed partial class AccessGraphBuilder
{
    /// <summary>Rights looked at while combining those of identities and their groups; then the graph is marked as cut.</summary>
    private const int MaxCombined = 20_000_000;

    private readonly AccessGraph _graph = new();
    private readonly ClusterView _view;
    private readonly ClusterInventory _inventory;
    private readonly bool _execByGet;
    private readonly Dictionary<(string Kind, string Namespace, string Name), RolePowers?> _powers = [];
    private readonly Dictionary<int, List<Source>> _holdings = [];
    private readonly Dictionary<int, List<int>> _parents = [];
    private readonly List<int> _identities = [];
    private readonly Queue<Rights> _open = new();
    private readonly Dictionary<int, Rights> _rights = [];
    private readonly int _goal;
    private int _combined;

    private AccessGraphBuilder(ClusterView view)
    {
        (_view, _inventory) = (view, view.Inventory);
        _execByGet = view.Inventory.ServerVersion is null || !view.IsAtLeast(35);
        _goal = _graph.Of(VertexKind.ClusterAdmin);
        _objects = new(view);
    }

    /// <summary>The graph of a cluster, with an identity that no binding names where one is asked about.</summary>
    public static AccessGraph Build(ClusterView view, Identity? asked = null)
    {
        var builder = new AccessGraphBuilder(view);
        builder.AddBindings();
        if (asked is not null)
            builder.AddAsked(asked);
        builder.AddObjects();
        while (builder._open.TryDequeue(out var rights))
            builder.Expand(rights);
        builder.Combine();
        while (builder._open.TryDequeue(out var rights))
            builder.Expand(rights);
        builder.AddSets();
        return builder._graph;
    }

    /// <summary>The vertex of an identity, by its user name: service accounts and kubelets are users by another spelling.</summary>
    public static Vertex VertexOf(string user) => user.Split(':') switch
    {
        ["system", "serviceaccount", { Length: > 0 } ns, { Length: > 0 } name] => new(VertexKind.ServiceAccount, ns, name),
        ["system", "node", { Length: > 0 } node] => new(VertexKind.Node, "", node),
        _ => new(VertexKind.User, "", user),
    };

    private void AddBindings()
    {
        var bindings = _view.Access.Bindings.Where(binding => binding.Members.Count > 0 && binding.Rules.Count > 0)
            .OrderBy(binding => binding.Namespace ?? "", StringComparer.Ordinal).ThenBy(binding => binding.Object.Name, StringComparer.Ordinal);
        foreach (var binding in bindings)
        {
            if (RightsOf(binding.RoleRef.Kind, binding.RoleRef.Name, binding.Namespace ?? Rights.Cluster, binding.Rules) is not { } rights)
                continue;
            var holds = new Move((AccessStepKind?)null) { Binding = binding };
            foreach (var member in binding.Members)
            {
                var holder = IdentityOf(member.Kind switch
                {
                    "Group" => new(VertexKind.Group, "", member.Name),
                    "ServiceAccount" => new(VertexKind.ServiceAccount, member.Namespace!, member.Name),
                    _ => VertexOf(member.Name),
                });
                _graph.Add(holder, rights.Id, holds);
                if (!_holdings.TryGetValue(holder, out var held))
                    _holdings[holder] = held = [];
                held.Add(new(rights, binding, null));
            }
        }
    }

    private void AddAsked(Identity asked)
    {
        var vertex = asked.User.Length > 0 ? VertexOf(asked.User) : new(VertexKind.Group, "", asked.Groups[0]);
        var id = IdentityOf(vertex);
        foreach (var group in asked.Groups.Where(group => vertex.Kind != VertexKind.Group || group != vertex.Name))
            AddParent(id, IdentityOf(new(VertexKind.Group, "", group)));
    }

    /// <summary>The vertex of an identity; a new one is put into the groups that it is always in.</summary>
    private int IdentityOf(Vertex vertex)
    {
        var id = _graph.Of(vertex, out var isNew);
        if (!isNew)
            return id;
        _identities.Add(id);
        if (vertex is { Kind: VertexKind.Group, Name: SubjectClass.Masters })
            _graph.Add(id, _goal, new(AccessStepKind.SystemMasters));
        else if (ParentOf(vertex) is { } parent)
            AddParent(id, IdentityOf(parent));
        return id;
    }

    private void AddParent(int id, int parent)
    {
        if (!_parents.TryGetValue(id, out var parents))
            _parents[id] = parents = [];
        if (id == parent || parents.Contains(parent))
            return;
        parents.Add(parent);
        _graph.Add(id, parent, Move.Member);
    }

    private static Vertex? ParentOf(Vertex vertex) => vertex switch
    {
        { Kind: VertexKind.Machine } => new(VertexKind.Node, "", vertex.Name),
        { Kind: VertexKind.Node } => Group(SubjectClass.Nodes),
        { Kind: VertexKind.ServiceAccount } => Group($"{SubjectClass.ServiceAccounts}:{vertex.Namespace}"),
        { Kind: VertexKind.User, Name: SubjectClass.Anonymous } => Group(SubjectClass.Unauthenticated),
        { Kind: VertexKind.Group, Name: SubjectClass.Authenticated or SubjectClass.Unauthenticated } => null,
        { Kind: VertexKind.Group } when vertex.Name.StartsWith($"{SubjectClass.ServiceAccounts}:", StringComparison.Ordinal) =>
            Group(SubjectClass.ServiceAccounts),
        _ => Group(SubjectClass.Authenticated),
    };

    private static Vertex Group(string name) => new(VertexKind.Group, "", name);

    /// <summary>The rights of a role in one place; null for a role that is not there.</summary>
    private Rights? RightsOf(string kind, string name, string scope, IReadOnlyList<PolicyRule>? rules = null)
    {
        var ns = kind == "Role" ? scope : "";
        if (!_powers.TryGetValue((kind, ns, name), out var powers))
        {
            rules ??= RulesOf(kind, ns, name);
            _powers[(kind, ns, name)] = powers = rules is null ? null : new(rules, _execByGet);
        }
        if (powers is null)
            return null;
        var id = _graph.Of(new(VertexKind.Rights, scope, GrantAnswer.NameOf(kind, ns, name)), out var isNew);
        if (!isNew)
            return _rights[id];
        var rights = new Rights(id, kind, name, ns, scope, powers);
        _rights[id] = rights;
        _open.Enqueue(rights);
        return rights;
    }

    private IReadOnlyList<PolicyRule>? RulesOf(string kind, string ns, string name) => kind == "Role"
        ? _inventory.Find<Role>(ns, name)?.Rules
        : _inventory.Find<ClusterRole>("", name) is { } role ? _view.Access.RulesOf(role)
        : name == ShippedAccess.ClusterAdmin ? ShippedAccess.RulesOf(name) : null;

    /// <summary>Where a role leads that is bound in a place: rights of everything everywhere are the goal itself.</summary>
    private int? TargetOf(string kind, string name, string scope) => RightsOf(kind, name, scope) is not { } rights ? null
        : scope == Rights.Cluster && rights.Powers.Everything is not null ? _goal : rights.Id;

    private void AddSets()
    {
        int user = _graph.Of(VertexKind.AnyUser), group = _graph.Of(VertexKind.AnyGroup), anybody = _graph.Of(VertexKind.Anybody);
        _graph.Add(anybody, user, Move.Pick);
        _graph.Add(anybody, group, Move.Pick);
        _graph.Add(anybody, _graph.Of(VertexKind.AccountNames), Move.Pick);
        foreach (var id in _identities)
            switch (_graph[id])
            {
                case { Kind: VertexKind.User }:
                    _graph.Add(user, id, Move.Pick);
                    break;
                case { Kind: VertexKind.Group, Name: not SubjectClass.Masters }:
                    _graph.Add(group, id, Move.Pick);
                    break;
                case { Kind: VertexKind.Node }:
                    _graph.Add(anybody, id, Move.Pick);
                    break;
                case { Kind: VertexKind.ServiceAccount } account:
                    _graph.Add(NamesIn(account.Namespace), id, Move.Pick);
                    break;
            }
        _graph.Add(_goal, anybody, new(AccessStepKind.ActAsAnybody));
    }

    private int NamesIn(string ns)
    {
        var id = _graph.Of(new(VertexKind.AccountNames, ns, ""), out var isNew);
        if (isNew && ns.Length > 0)
            _graph.Add(_graph.Of(VertexKind.AccountNames), id, Move.Pick);
        return id;
    }
}

/// <summary>Rights of an identity, and the binding and group that they come through; neither for the rights themselves.</summary>
internal readonly record struct Source(Rights Rights, AccessBinding? Binding, string? Group);
