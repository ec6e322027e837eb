using Posture.Analysis.Policy;
using Posture.Model.Inventory;

namespace Posture.Analysis.Indexes;

/// <summary>What checks see of a cluster: its inventory, indexes over it, the policy and the time of evaluation. Indexes follow changes through <see cref="Apply"/>.</summary>
public sealed partial class ClusterView
{
    private Dictionary<string, Namespace>? _namespaces;

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

    public bool IsSystem(string ns) => Policy.SystemNamespaces.Contains(ns);

    private Dictionary<string, Namespace> NamespaceMap => _namespaces ??= BuildNamespaces();

    /// <summary>Follows one change of the inventory, already applied there.</summary>
    public void Apply(InventoryChange change)
    {
        // A namespace that only its objects name comes with the first of them and goes with the last.
        var named = change.Subject.Namespace;
        if (change.Subject is Namespace
            || (named.Length > 0 && (_namespaces?.ContainsKey(named) != true || (change.After is null && Inventory.Find<Namespace>("", named) is null))))
            _namespaces = null;
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
        if (Workload.AllKinds.Contains(change.Kind))
            _claimUses = null;
        if (change.Subject is Pod { Namespace: ControlPlaneFlags.Namespace })
            (_controlPlane, _podSecurity) = (null, null);
        ApplyToReports(change);
        if (change.Subject is LimitRange)
            _containerDefaults = null;
        ApplyToQuotas(change);
        ApplyToStorage(change);
        ApplyToServiceScans(change);
        ApplyToCertificates(change);
        ApplyToDisruptions(change);
        ApplyToNetwork(change);
        ApplyToImagePolicies(change);
        ApplyToDigest(change);
        ApplyToPaths(change);
    }

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
