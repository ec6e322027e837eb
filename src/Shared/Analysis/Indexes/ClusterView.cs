using Posture.Analysis.Policy;
using Posture.Model.Inventory;

namespace Posture.Analysis.Indexes;

/// <summary>What checks see of a cluster: its inventory, indexes over it, the policy and the time of evaluation. Indexes follow changes through <see cref="Apply"/>.</summary>
public sealed partial class ClusterView
{
    private Dictionary<string, Namespace>? _namespaces;
    private Namespace[]? _namespacesInOrder;
    private ILookup<(string Key, string Value), Namespace>? _namespacesByLabel;

    public ClusterView(string cluster, ClusterInventory inventory, PosturePolicy policy)
    {
        Cluster = cluster;
        Inventory = inventory;
        Policy = policy;
        Workloads = new(inventory);
    }

    /// <summary>Name of the cluster.</summary>
    public string Cluster { get; }

    /// <summary>The cluster as the subject of cluster-scoped checks.</summary>
    public ObjectRef ClusterRef => field ??= new("v1", "Cluster", "", Cluster);

    public ClusterInventory Inventory { get; }

    public PosturePolicy Policy { get; }

    /// <summary>Time of evaluation; checks know no other clock.</summary>
    public DateTimeOffset Now { get; internal set; }

    public WorkloadIndex Workloads { get; }

    /// <summary>All namespaces, those included that only their objects name.</summary>
    public IReadOnlyCollection<Namespace> Namespaces => NamespaceMap.Values;

    public Namespace? NamespaceOf(string name) => NamespaceMap.GetValueOrDefault(name);

    /// <summary>Namespaces that a selector picks, in the order of their names: by their labels, and by those with its name that every namespace has.</summary>
    internal IEnumerable<Namespace> NamespacesOf(LabelSelector selector)
    {
        foreach (var ns in selector.MatchLabels.Count == 0 ? NamespacesInOrder : NamespacesByLabel[Pair(selector.MatchLabels.First())])
            if (selector.Matches(PodPolicies.In(ns.Name).Labels))
                yield return ns;
    }

    public bool IsSystem(string ns) => Policy.SystemNamespaces.Contains(ns);

    private Dictionary<string, Namespace> NamespaceMap => _namespaces ??= BuildNamespaces();

    private Namespace[] NamespacesInOrder => _namespacesInOrder ??= [.. Namespaces.OrderBy(ns => ns.Name, StringComparer.Ordinal)];

    private ILookup<(string Key, string Value), Namespace> NamespacesByLabel => _namespacesByLabel ??= NamespacesInOrder
        .SelectMany(ns => PodPolicies.In(ns.Name).Labels.Select(label => (Label: Pair(label), Namespace: ns))).ToLookup(pair => pair.Label, pair => pair.Namespace);

    /// <summary>Follows one change of the inventory, already applied there.</summary>
    public void Apply(InventoryChange change)
    {
        // A namespace that only its objects name comes with the first of them and goes with the last.
        var named = change.Subject.Namespace;
        if (change.Subject is Namespace
            || (named.Length > 0 && (_namespaces?.ContainsKey(named) != true || (change.After is null && Inventory.Find<Namespace>("", named) is null))))
            (_namespaces, _namespacesInOrder, _namespacesByLabel) = (null, null, null);
        Workloads.Apply(change);
        ApplyToIndexes(change);
    }

    /// <summary>Drops lazily built indexes that <paramref name="change"/> touches; each index adds its line here.</summary>
    private void ApplyToIndexes(InventoryChange change)
    {
        if (change.Subject is Role or ClusterRole or RoleBinding or ClusterRoleBinding)
            _access = null;
        if (change.Subject is PersistentVolume or PersistentVolumeClaim)
            _volumes = null;
        if (change.Subject is Pod ? ClaimUseIndex.Mounts(change.Before) || ClaimUseIndex.Mounts(change.After) : Workload.AllKinds.Contains(change.Kind))
            _claimUses = null;
        if (change.Subject is Pod { Namespace: ControlPlaneFlags.Namespace })
            (_controlPlane, _podSecurity) = (null, null);
        ApplyToReports(change);
        if (change.Subject is LimitRange)
            _containerDefaults = null;
        ApplyToQuotas(change);
        ApplyToStorage(change);
        ApplyToImages(change);
        ApplyToServiceScans(change);
        ApplyToCertificates(change);
        ApplyToDisruptions(change);
        ApplyToNetwork(change);
        ApplyToImagePolicies(change);
        ApplyToDigest(change);
        ApplyToPaths(change);
    }

    private static (string Key, string Value) Pair(KeyValuePair<string, string> label) => (label.Key, label.Value);

    private Dictionary<string, Namespace> BuildNamespaces()
    {
        var map = new Dictionary<string, Namespace>(StringComparer.Ordinal);
        foreach (var ns in Inventory.All<Namespace>())
            map.TryAdd(ns.Name, ns); // a damaged manifest can put two of one name into different namespaces
        foreach (var item in Inventory.All())
            if (item.Namespace.Length > 0 && !map.ContainsKey(item.Namespace))
                map[item.Namespace] = new() { ApiVersion = "v1", Kind = "Namespace", Metadata = new() { Name = item.Namespace } };
        return map;
    }
}
