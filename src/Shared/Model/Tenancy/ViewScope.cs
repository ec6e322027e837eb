namespace Posture.Model.Tenancy;

/// <summary>
/// What a person may see: everything, the numbers of everything, or the findings, objects and scores of the namespaces of tenants. Cluster-scoped rows (empty
/// namespace) are only in what is whole. There is no default: every query is given one on purpose (P-03). The database holds it against every row by itself; the
/// list of namespaces here is for what is not in the database, and narrows queries.
/// </summary>
public sealed class ViewScope
{
    /// <summary>The whole fleet, cluster-scoped rows included.</summary>
    public static readonly ViewScope All = new(ViewReach.Everything, null, null);

    /// <summary>Scores and counts of the whole fleet; of findings and objects no name and no evidence.</summary>
    public static readonly ViewScope Totals = new(ViewReach.Totals, null, null);

    /// <summary>Which clusters there are and how they are collected; nothing of what was found.</summary>
    public static readonly ViewScope Configuration = new(ViewReach.Configuration, null, null);

    private readonly HashSet<ScopedNamespace>? _namespaces;
    private readonly HashSet<string>? _clusters;

    private ViewScope(ViewReach reach, IReadOnlyCollection<Guid>? tenants, HashSet<ScopedNamespace>? namespaces) =>
        (Reach, Tenants, _namespaces) = (reach, tenants, namespaces);

    private ViewScope(ViewScope wider, IReadOnlyCollection<Guid> clusters, HashSet<string> names)
        : this(wider.Reach, wider.Tenants, wider._namespaces?.Where(pair => names.Contains(pair.Cluster)).ToHashSet()) =>
        (Clusters, _clusters) = (clusters, names);

    public ViewReach Reach { get; }

    /// <summary>Everything, by name.</summary>
    public bool IsAll => Reach == ViewReach.Everything && _namespaces is null && _clusters is null;

    /// <summary>Whole clusters, not limited to namespaces: by name, or in numbers alone.</summary>
    public bool IsWhole => _namespaces is null;

    /// <summary>Nothing at all is visible: no tenant, or one without namespaces.</summary>
    public bool IsEmpty => _namespaces is { Count: 0 };

    /// <summary>Whether findings and objects are visible one by one.</summary>
    public bool ShowsNames => Reach is ViewReach.Everything or ViewReach.Tenants;

    /// <summary>The tenants whose namespaces are visible; null for rights over the whole fleet.</summary>
    public IReadOnlyCollection<Guid>? Tenants { get; }

    /// <summary>The clusters outside of which nothing is visible; null for no such limit.</summary>
    public IReadOnlyCollection<Guid>? Clusters { get; }

    /// <summary>The visible namespaces; empty where <see cref="IsWhole"/>: there is no such limit.</summary>
    public IReadOnlyCollection<ScopedNamespace> Namespaces => _namespaces is null ? [] : _namespaces;

    /// <summary>The scope of tenants. Pairs without a cluster or a namespace are refused: they would stand for cluster-scoped rows.</summary>
    /// <param name="tenants">Ids of the tenants; none sees nothing.</param>
    /// <param name="namespaces">Their namespaces.</param>
    public static ViewScope Of(IEnumerable<Guid> tenants, IEnumerable<ScopedNamespace> namespaces) =>
        new(ViewReach.Tenants, [.. tenants.Distinct()], Checked(namespaces));

    /// <summary>The same rights over fewer namespaces; those that are not visible stay out.</summary>
    public ViewScope Narrow(IEnumerable<ScopedNamespace> namespaces) =>
        Inside(new(Reach, Tenants, Checked(namespaces.Where(pair => _namespaces?.Contains(pair) ?? true))));

    /// <summary>The same rights in these clusters only, by id with their names; none sees nothing.</summary>
    public ViewScope Within(IReadOnlyDictionary<Guid, string> clusters)
    {
        var left = clusters.Where(cluster => Clusters?.Contains(cluster.Key) ?? true).ToList();
        return new(this, [.. left.Select(cluster => cluster.Key)], [.. left.Select(cluster => cluster.Value)]);
    }

    /// <summary>Whether rows of this namespace are visible one by one. Pass the empty namespace for cluster-scoped rows.</summary>
    public bool Sees(string cluster, string ns) => ShowsNames && (_namespaces?.Contains(new(cluster, ns)) ?? _clusters?.Contains(cluster) ?? true);

    /// <summary>Whether anything of this cluster is visible.</summary>
    public bool SeesCluster(string cluster) => _namespaces?.Any(pair => pair.Cluster == cluster) ?? _clusters?.Contains(cluster) ?? true;

    /// <summary>Whether both let see the same.</summary>
    public bool IsSameAs(ViewScope other) => Reach == other.Reach && IsWhole == other.IsWhole
        && Clusters is null == other.Clusters is null && (Clusters ?? []).ToHashSet().SetEquals(other.Clusters ?? [])
        && (Tenants ?? []).ToHashSet().SetEquals(other.Tenants ?? []) && (_namespaces ?? []).SetEquals(other.Namespaces);

    private ViewScope Inside(ViewScope narrow) => Clusters is null || _clusters is null ? narrow : new(narrow, Clusters, _clusters);

    private static HashSet<ScopedNamespace> Checked(IEnumerable<ScopedNamespace> namespaces)
    {
        var set = namespaces.ToHashSet();
        if (set.Any(pair => string.IsNullOrEmpty(pair.Cluster) || string.IsNullOrEmpty(pair.Namespace)))
            throw new ArgumentException("a scoped namespace names a cluster and a namespace", nameof(namespaces));
        return set;
    }
}

/// <summary>How far a <see cref="ViewScope"/> goes.</summary>
public enum ViewReach
{
    /// <summary>All there is.</summary>
    Everything,

    /// <summary>Numbers without names.</summary>
    Totals,

    /// <summary>Clusters and how they are collected.</summary>
    Configuration,

    /// <summary>Namespaces of tenants.</summary>
    Tenants,
}

/// <summary>A namespace of a named cluster.</summary>
public readonly record struct ScopedNamespace(string Cluster, string Namespace);
