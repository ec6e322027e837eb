namespace Posture.Model.Tenancy;

/// <summary>
/// What a person may see: everything, or the findings, objects and scores of the namespaces of tenants. Cluster-scoped rows (empty namespace) are only in
/// <see cref="All"/>. There is no default: every query is given one on purpose (P-03). The database holds the tenants' namespaces against every row by itself;
/// the list here is for what is not in the database, and narrows queries.
/// </summary>
public sealed class ViewScope
{
    /// <summary>The whole fleet, cluster-scoped rows included.</summary>
    public static readonly ViewScope All = new(null, null);

    private readonly HashSet<ScopedNamespace>? _namespaces;

    private ViewScope(IReadOnlyCollection<Guid>? tenants, HashSet<ScopedNamespace>? namespaces) => (Tenants, _namespaces) = (tenants, namespaces);

    public bool IsAll => _namespaces is null;

    /// <summary>The tenants whose namespaces are visible; null for rights over the whole fleet.</summary>
    public IReadOnlyCollection<Guid>? Tenants { get; }

    /// <summary>The visible namespaces; empty for <see cref="All"/>, where there is no such limit.</summary>
    public IReadOnlyCollection<ScopedNamespace> Namespaces => _namespaces is null ? [] : _namespaces;

    /// <summary>The scope of tenants. Pairs without a cluster or a namespace are refused: they would stand for cluster-scoped rows.</summary>
    /// <param name="tenants">Ids of the tenants; none sees nothing.</param>
    /// <param name="namespaces">Their namespaces.</param>
    public static ViewScope Of(IEnumerable<Guid> tenants, IEnumerable<ScopedNamespace> namespaces) => new([.. tenants.Distinct()], Checked(namespaces));

    /// <summary>The same rights over fewer namespaces; those that are not visible stay out.</summary>
    public ViewScope Narrow(IEnumerable<ScopedNamespace> namespaces) => new(Tenants, Checked(namespaces.Where(pair => Sees(pair.Cluster, pair.Namespace))));

    /// <summary>Whether rows of this namespace are visible. Pass the empty namespace for cluster-scoped rows.</summary>
    public bool Sees(string cluster, string ns) => _namespaces is null || _namespaces.Contains(new(cluster, ns));

    /// <summary>Whether anything of this cluster is visible.</summary>
    public bool SeesCluster(string cluster) => _namespaces is null || _namespaces.Any(pair => pair.Cluster == cluster);

    private static HashSet<ScopedNamespace> Checked(IEnumerable<ScopedNamespace> namespaces)
    {
        var set = namespaces.ToHashSet();
        if (set.Any(pair => string.IsNullOrEmpty(pair.Cluster) || string.IsNullOrEmpty(pair.Namespace)))
            throw new ArgumentException("a scoped namespace names a cluster and a namespace", nameof(namespaces));
        return set;
    }
}

/// <summary>A namespace of a named cluster.</summary>
public readonly record struct ScopedNamespace(string Cluster, string Namespace);
