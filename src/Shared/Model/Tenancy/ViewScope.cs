namespace Posture.Model.Tenancy;

/// <summary>
/// What a person may see: everything, or the findings, objects and scores of named namespaces. Cluster-scoped rows (empty namespace) are only in
/// <see cref="All"/>. There is no default: every query is given one on purpose (P-03).
/// </summary>
public sealed class ViewScope
{
    /// <summary>The whole fleet, cluster-scoped rows included.</summary>
    public static readonly ViewScope All = new(null);

    private readonly HashSet<ScopedNamespace>? _namespaces;

    private ViewScope(HashSet<ScopedNamespace>? namespaces) => _namespaces = namespaces;

    public bool IsAll => _namespaces is null;

    /// <summary>The visible namespaces; empty for <see cref="All"/>, where there is no such limit.</summary>
    public IReadOnlyCollection<ScopedNamespace> Namespaces => _namespaces is null ? [] : _namespaces;

    /// <summary>A tenant's scope. Pairs without a cluster or a namespace are refused: they would stand for cluster-scoped rows.</summary>
    public static ViewScope Of(IEnumerable<ScopedNamespace> namespaces)
    {
        var set = namespaces.ToHashSet();
        if (set.Any(pair => string.IsNullOrEmpty(pair.Cluster) || string.IsNullOrEmpty(pair.Namespace)))
            throw new ArgumentException("a scoped namespace names a cluster and a namespace", nameof(namespaces));
        return new(set);
    }

    /// <summary>Whether rows of this namespace are visible. Pass the empty namespace for cluster-scoped rows.</summary>
    public bool Sees(string cluster, string ns) => _namespaces is null || _namespaces.Contains(new(cluster, ns));

    /// <summary>Whether anything of this cluster is visible.</summary>
    public bool SeesCluster(string cluster) => _namespaces is null || _namespaces.Any(pair => pair.Cluster == cluster);
}

/// <summary>A namespace of a named cluster.</summary>
public readonly record struct ScopedNamespace(string Cluster, string Namespace);
