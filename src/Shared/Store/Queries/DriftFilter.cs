namespace Posture.Store.Queries;

/// <summary>Which changes; an empty collection does not limit.</summary>
public sealed record DriftFilter
{
    /// <summary>Cluster names.</summary>
    public IReadOnlyCollection<string> Clusters { get; init; } = [];

    /// <summary>Namespaces; the empty text stands for cluster-scoped objects.</summary>
    public IReadOnlyCollection<string> Namespaces { get; init; } = [];
    public IReadOnlyCollection<string> Kinds { get; init; } = [];

    /// <summary>Name of one object, exactly.</summary>
    public string? ObjectName { get; init; }

    /// <summary>Changes after this time.</summary>
    public required DateTimeOffset From { get; init; }

    /// <summary>Changes up to and at this time.</summary>
    public required DateTimeOffset To { get; init; }
    public bool Objects { get; init; } = true;
    public bool Verdicts { get; init; } = true;
}
