using Posture.Model.Inventory;

namespace Posture.Store.Queries;

/// <summary>The bases below images in use, what is replaced first.</summary>
/// <param name="Lines">Those of the page.</param>
/// <param name="Total">How many there are.</param>
/// <param name="Owners">Every owner of a base that is visible, for the filter.</param>
/// <param name="Looked">Images in use whose ancestors were looked for, of those that are visible.</param>
/// <param name="Images">Images in use that are visible.</param>
public sealed record RebuildView(IReadOnlyList<BaseLine> Lines, int Total, IReadOnlyList<string> Owners, long Looked, long Images);

/// <summary>A line of versions of a base image.</summary>
/// <param name="Repository">Host and path.</param>
/// <param name="Line">The line; empty where no tag is known.</param>
/// <param name="Owner">Who answers for it.</param>
/// <param name="CurrentTag">Tag of what it has now.</param>
/// <param name="Current">Digest of what it has now; null when nobody knows.</param>
/// <param name="CurrentSince">Since when.</param>
/// <param name="Versions">What images in use stand on, what the line has now before the newest; at most <see cref="RebuildQuery.MaxVersions"/>.</param>
/// <param name="Behind">Images that do not stand on what it has now: those first that only have to be rolled out; at most <see cref="RebuildQuery.MaxImages"/>.</param>
public sealed record BaseLine(
    string Repository, string Line, string Owner, string? CurrentTag, string? Current, DateTimeOffset? CurrentSince, IReadOnlyList<BaseVersion> Versions, IReadOnlyList<BuiltImage> Behind)
{
    /// <summary>Images by state.</summary>
    public IReadOnlyDictionary<RebuildState, int> States { get; init; } = new Dictionary<RebuildState, int>();

    /// <summary>How many versions there are.</summary>
    public int VersionsTotal { get; init; }

    /// <summary>Images of a state.</summary>
    public int Of(RebuildState state) => States.GetValueOrDefault(state);
}

/// <summary>A version of a base that images in use stand on.</summary>
/// <param name="Tag">Tag that it has or had.</param>
/// <param name="Digest">Its digest.</param>
/// <param name="Created">When it was built.</param>
/// <param name="IsCurrent">Whether its line has it now; null when nobody knows.</param>
/// <param name="Images">Images on it.</param>
/// <param name="Rebuilt">Those of them that were rebuilt on what the line has now.</param>
/// <param name="Workloads">Workloads that run them.</param>
/// <param name="Clusters">Clusters that they run in, by name.</param>
public sealed record BaseVersion(string? Tag, string Digest, DateTimeOffset? Created, bool? IsCurrent, int Images, int Rebuilt, int Workloads, IReadOnlyList<string> Clusters);

/// <summary>An image in use that is built on another.</summary>
/// <param name="Digest">Its digest.</param>
/// <param name="Repository">The first repository that it is used under.</param>
/// <param name="Tags">Tags that it is used under.</param>
/// <param name="State">How it stands to the line of its base.</param>
/// <param name="Workloads">Workloads that run it.</param>
/// <param name="Clusters">Clusters that it runs in, by name.</param>
/// <param name="Examples">A few of the workloads, with their cluster.</param>
public sealed record BuiltImage(string Digest, string Repository, IReadOnlyList<string> Tags, RebuildState State, int Workloads, IReadOnlyList<string> Clusters, IReadOnlyList<(string Cluster, ObjectRef Workload)> Examples);
