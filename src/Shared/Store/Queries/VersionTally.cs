namespace Posture.Store.Queries;

/// <summary>A version of a base while it is counted.</summary>
internal sealed class VersionTally(LineTally line, string digest)
{
    private readonly HashSet<int> _images = [];
    private readonly HashSet<int> _rebuilt = [];
    private readonly HashSet<int> _workloads = [];
    private readonly HashSet<Guid> _clusters = [];
    private readonly HashSet<RebuildAncestor> _seen = new(ReferenceEqualityComparer.Instance);

    public LineTally Line => line;

    public string Digest => digest;

    public int Images => _images.Count;

    public int Rebuilt => _rebuilt.Count;

    public int Workloads => _workloads.Count;

    public IReadOnlyCollection<Guid> Clusters => _clusters;

    /// <summary>What is said of it by anything that is counted.</summary>
    public IReadOnlyCollection<RebuildAncestor> Seen => _seen;

    public string? Tag => _seen.Select(of => of.Tag).Max(StringComparer.Ordinal);

    public DateTimeOffset? Created => _seen.Max(of => of.Created);

    /// <summary>Whether its line has it now; null when nobody knows.</summary>
    public bool? IsCurrent => line.Current is { } current ? current == digest : null;

    /// <summary>State of an image that stands on it.</summary>
    public RebuildState StateOf(int image) => IsCurrent switch
    {
        null => RebuildState.Unknown,
        true => RebuildState.Current,
        false => _rebuilt.Contains(image) ? RebuildState.Rebuilt : RebuildState.Outdated,
    };

    /// <summary>A container of a workload runs an image that stands on it.</summary>
    public void Add(RebuildAncestor of, int image, int workload, Guid cluster)
    {
        _seen.Add(of);
        _clusters.Add(cluster);
        _workloads.Add(workload);
        _images.Add(image);
        if (of.IsRebuilt)
            _rebuilt.Add(image);
    }
}
