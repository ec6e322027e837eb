namespace Posture.Store.Queries;

/// <summary>Filter of the list of images; an empty collection does not limit.</summary>
public sealed record ImageFilter
{
    public static readonly ImageFilter None = new();

    /// <summary>Cluster names.</summary>
    public IReadOnlyCollection<string> Clusters { get; init; } = [];
    public IReadOnlyCollection<string> Namespaces { get; init; } = [];

    /// <summary>Registry hosts; the empty text stands for references that name none.</summary>
    public IReadOnlyCollection<string> Hosts { get; init; } = [];

    /// <summary>Repositories, with their host.</summary>
    public IReadOnlyCollection<string> Repositories { get; init; } = [];

    /// <summary>Words of <c>ImageStanding.Classes</c>.</summary>
    public IReadOnlyCollection<string> Classes { get; init; } = [];

    /// <summary>Words of <c>ImageTrust.States</c>.</summary>
    public IReadOnlyCollection<string> States { get; init; } = [];

    /// <summary>Text that repository, tag or digest contains, in small or capital letters or ones that look the same; at most 200 characters count.</summary>
    public string? Text { get; init; }

    /// <summary>Also images that were in use and no longer are.</summary>
    public bool IncludePast { get; init; }

    /// <summary>Whether it lets through all that is in use.</summary>
    internal bool IsNone => Clusters.Count + Namespaces.Count + Hosts.Count + Repositories.Count + Classes.Count + States.Count == 0 && string.IsNullOrEmpty(Text) && !IncludePast;
}

/// <summary>What to sort images by.</summary>
public enum ImageSort
{
    /// <summary>What asks for work first.</summary>
    State,
    Repository,

    /// <summary>How many workloads run it.</summary>
    Workloads,

    /// <summary>When it was built: ascending is oldest first; what nobody knows comes last.</summary>
    Built,

    /// <summary>When it was seen first.</summary>
    Seen,
}

/// <summary>One sort key.</summary>
public readonly record struct ImageOrder(ImageSort By, bool Descending);
