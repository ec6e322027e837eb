using Posture.Analysis.Indexes;
using Posture.Model.Inventory;

namespace Posture.Analysis.Access;

/// <summary>What rights lead to together, held by one identity through itself and the groups that it is always in.</summary>
internal sealed partial class AccessGraphBuilder
{
    private const string ClientSigner = "kubernetes.io/kube-apiserver-client";
    private const string ClientSigners = "kubernetes.io/*";

    private ILookup<string, RoleBinding>? _roleBindings;

    /// <summary>Combines what each identity holds by different bindings.</summary>
    private void Combine()
    {
        foreach (var id in _identities.ToArray())
        {
            var own = _holdings.GetValueOrDefault(id) ?? [];
            var parents = _parents.GetValueOrDefault(id) ?? [];
            // What one group gives alone leads on from the group itself; of several groups only an identity that was asked about has more than one.
            if (parents.Count < 2 && !own.Exists(source => source.Rights.Powers.HasHalves))
                continue;
            var sources = new List<Source>(own);
            foreach (var group in GroupsOf(id))
                if (_holdings.TryGetValue(group, out var held))
                    sources.AddRange(held.Select(source => source with { Group = _graph[group].Name }));
            _combined += sources.Count;
            if (_combined > MaxCombined)
            {
                _graph.Cut();
                return;
            }
            if (sources.Count > 1)
                Pair(id, sources, parents.Count < 2 ? Parts.Own : Parts.All);
        }
    }

    /// <summary>Groups of an identity, and those that their members are always in.</summary>
    private HashSet<int> GroupsOf(int id)
    {
        var groups = new HashSet<int>();
        var open = new Stack<int>([id]);
        while (open.TryPop(out var at))
            foreach (var parent in _parents.GetValueOrDefault(at) ?? [])
                if (groups.Add(parent))
                    open.Push(parent);
        return groups;
    }

    /// <param name="at">Who holds them.</param>
    /// <param name="sources">What is held.</param>
    /// <param name="parts">Which combinations are new.</param>
    private void Pair(int at, IReadOnlyList<Source> sources, Parts parts)
    {
        var bag = new PowerBag(sources);
        foreach (var scope in bag.Scopes)
        {
            var place = new Place(this, at, bag, scope, parts);
            if (scope == Rights.Cluster)
                PairInCluster(place);
            PairSecrets(place);
            PairBindings(place);
            PairRoles(place);
            PairPods(place);
        }
    }

    private void PairInCluster(Place place)
    {
        var bag = place.Bag;
        foreach (var bind in bag.All(Power.BindClusterRoles, Rights.Cluster))
            if (bag.First(Power.CreateClusterBindings, Rights.Cluster) is { } create)
                foreach (var role in bind.Held.Names ?? [ShippedAccess.ClusterAdmin])
                    place.Step(AccessStepKind.BindRole, TargetOf("ClusterRole", role, Rights.Cluster), [create, bind]);
            else if (bag.First(Power.ChangeClusterBindings, Rights.Cluster) is not null)
                foreach (var binding in _inventory.All<ClusterRoleBinding>().OrderBy(binding => binding.Name, StringComparer.Ordinal))
                    if (bind.Held.Allows(binding.RoleRef.Name) && bag.First(Power.ChangeClusterBindings, Rights.Cluster, binding.Name) is { } change)
                        place.Step(AccessStepKind.BindRole, TargetOf("ClusterRole", binding.RoleRef.Name, Rights.Cluster), [change, bind],
                            item: $"ClusterRoleBinding {binding.Name}");
        foreach (var source in bag.Sources)
            if (source.Rights.RoleKind == "ClusterRole" && bag.First(Power.ChangeClusterRoles, Rights.Cluster, source.Rights.RoleName) is { } change
                && bag.First(Power.EscalateClusterRoles, Rights.Cluster, source.Rights.RoleName) is { } escalate)
                place.Step(AccessStepKind.EscalateRole, TargetOf("ClusterRole", ShippedAccess.ClusterAdmin, source.Rights.Scope), [change, escalate],
                    item: $"ClusterRole {source.Rights.RoleName}", with: source);
        foreach (var group in bag.All(Power.ImpersonateGroups, Rights.Cluster))
            if ((bag.First(Power.ImpersonateUsers, Rights.Cluster) ?? bag.Anywhere(Power.ImpersonateAccounts)) is { } user)
                foreach (var name in group.Held.Names ?? [SubjectClass.Masters])
                    place.Step(AccessStepKind.ImpersonateGroup, name == SubjectClass.Masters ? _goal : _graph.Find(Group(name)), [user, group],
                        item: group.Held.Names is null ? $"Group {SubjectClass.Masters}" : null);
        if (bag.First(Power.RequestCertificates, Rights.Cluster) is { } request
            && bag.First(Power.ApproveCertificates, Rights.Cluster) is { } approve
            && (bag.First(Power.ApproveForSigner, Rights.Cluster, ClientSigner)
                ?? bag.First(Power.ApproveForSigner, Rights.Cluster, ClientSigners)) is { } signer)
            place.Step(AccessStepKind.IssueCertificate, _graph.Of(VertexKind.Anybody), [request, approve, signer]);
    }

    /// <summary>The reader may be limited to names, because whoever makes the Secret chooses its name.</summary>
    private void PairSecrets(Place place)
    {
        if (place.First(Power.CreateSecrets) is { } create && place.First(Power.ReadSecrets) is { } read)
            place.Step(AccessStepKind.CreateTokenSecret, In(VertexKind.Accounts, place.Scope), [create, read]);
    }

    private void PairBindings(Place place)
    {
        var create = place.First(Power.CreateBindings);
        if (create is null && place.First(Power.ChangeBindings) is null)
            return;
        foreach (var kind in new[] { "ClusterRole", "Role" })
            foreach (var bind in place.Bag.All(kind == "Role" ? Power.BindRoles : Power.BindClusterRoles, place.Scope))
                if (create is { } made)
                    foreach (var target in RolesBound(place, kind, bind.Held))
                        place.Step(AccessStepKind.BindRole, target, [made, bind]);
                else
                    foreach (var binding in BindingsIn(place.Scope))
                        if (binding.RoleRef.Kind == kind && bind.Held.Allows(binding.RoleRef.Name)
                            && place.First(Power.ChangeBindings, binding.Name) is { } change)
                            place.Step(AccessStepKind.BindRole, TargetOf(kind, binding.RoleRef.Name, binding.Namespace), [change, bind], binding.Namespace,
                                $"RoleBinding {binding.Namespace}/{binding.Name}");
    }

    /// <summary>Roles that may be bound: those that are named; any ClusterRole, so cluster-admin; any Role of the namespace.</summary>
    private IEnumerable<int?> RolesBound(Place place, string kind, Held bind)
    {
        if (kind == "ClusterRole")
            return (bind.Names ?? [ShippedAccess.ClusterAdmin]).Select(name => TargetOf(kind, name, place.NamespacedScope));
        var roles = _inventory.All<Role>().Where(role => (place.NamespacedScope == Rights.Each || role.Namespace == place.Scope) && bind.Allows(role.Name))
            .OrderBy(role => role.Namespace, StringComparer.Ordinal).ThenBy(role => role.Name, StringComparer.Ordinal);
        return roles.Select(role => TargetOf(kind, role.Name, role.Namespace)).ToList();
    }

    private IEnumerable<RoleBinding> BindingsIn(string scope)
    {
        _roleBindings ??= _inventory.All<RoleBinding>().OrderBy(binding => binding.Namespace, StringComparer.Ordinal)
            .ThenBy(binding => binding.Name, StringComparer.Ordinal)
            .ToLookup(binding => binding.Namespace, StringComparer.Ordinal);
        return scope is Rights.Cluster or Rights.Each ? _roleBindings.SelectMany(bindings => bindings) : _roleBindings[scope];
    }

    /// <summary>A Role that it is bound to by a RoleBinding of the same namespace becomes as wide as the namespace.</summary>
    private void PairRoles(Place place)
    {
        if (place.First(Power.EscalateRoles) is null)
            return;
        foreach (var source in place.Bag.Sources)
            if (source.Rights is { RoleKind: "Role" } role && (place.NamespacedScope == Rights.Each || role.Scope == place.Scope)
                && place.First(Power.ChangeRoles, role.RoleName) is { } change && place.First(Power.EscalateRoles, role.RoleName) is { } escalate)
                place.Step(AccessStepKind.EscalateRole, TargetOf("ClusterRole", ShippedAccess.ClusterAdmin, role.Scope), [change, escalate], role.Scope,
                    $"Role {role.Scope}/{role.RoleName}", source);
    }

    private void PairPods(Place place)
    {
        if (place.First(Power.CreateWorkloads) is not { } create)
            return;
        var machines = _graph.Of(VertexKind.AnyMachine);
        var namespaces = place.NamespacedScope == Rights.Each ? (IEnumerable<string>)_objects.Namespaces : [place.Scope];
        foreach (var ns in namespaces)
            if (_objects.AdmitsPrivileged(ns) is not { Open: true, Unknown: null } && place.First(Power.ChangeNamespaces, ns) is { } relabel)
            {
                place.Step(AccessStepKind.RelabelNamespace, machines, [relabel, create], ns);
                break;
            }
        if (place.Bag.First(Power.CreateVolumes, Rights.Cluster) is { } volume && place.First(Power.CreateClaims) is { } claim
            && namespaces.FirstOrDefault(ns => _view.PodSecurity.EnforcedIn(ns).Level != "restricted") is { } lax)
            place.Step(AccessStepKind.HostPathVolume, machines, [volume, claim, create], lax);
    }

    /// <summary>Which combinations are new where they are looked for.</summary>
    private enum Parts
    {
        /// <summary>All that one role gives together.</summary>
        Role,

        /// <summary>Those of different rights of which one is bound to the identity itself: its group has the others.</summary>
        Own,

        /// <summary>Those of different rights.</summary>
        All,
    }

    /// <summary>One place where an identity holds halves.</summary>
    private readonly record struct Place(AccessGraphBuilder Builder, int At, PowerBag Bag, string Scope, Parts Parts)
    {
        /// <summary>What rights in the whole cluster are on objects of namespaces.</summary>
        public string NamespacedScope => Scope == Rights.Cluster ? Rights.Each : Scope;

        public Evidence? First(Power power, string? name = null) => Bag.First(power, Scope, name);

        /// <summary>A step, unless wider rights, one role alone or a group give it already.</summary>
        public void Step(AccessStepKind kind, int? to, Evidence[] by, string? ns = null, string? item = null, Source? with = null)
        {
            var scope = Scope;
            if (to is { } target && Array.Exists(by, evidence => evidence.Rights.Scope == scope) && IsNew(by, with))
                Builder._graph.Add(At, target, new(kind) { By = by, Namespace = ns ?? (scope is Rights.Cluster or Rights.Each ? null : scope), Object = item });
        }

        private bool IsNew(Evidence[] by, Source? with)
        {
            if (Parts == Parts.Role)
                return true;
            var first = by[0].Rights.Id;
            var isMixed = Array.Exists(by, evidence => evidence.Rights.Id != first) || (with is { } other && other.Rights.Id != first);
            return isMixed && (Parts == Parts.All || Array.Exists(by, evidence => evidence.Group is null) || with is { Group: null });
        }
    }
}
