using Posture.Model.Inventory;

namespace Posture.Store.Queries;

/// <summary>Libraries of images in use that have a fix, the worst first.</summary>
/// <param name="Libraries">Those of the page.</param>
/// <param name="Total">How many there are.</param>
/// <param name="Looked">Images in use that a scanner looked at, of those that are visible.</param>
/// <param name="Images">Images in use that are visible.</param>
public sealed record LibraryView(IReadOnlyList<FixedLibrary> Libraries, int Total, long Looked, long Images);

/// <summary>A library of which a version fixes what images in use have.</summary>
/// <param name="Type">Type of its package URL; empty when the scanner does not say it.</param>
/// <param name="Name">Name.</param>
/// <param name="Severity">The worst that an image has of it; null where it matters in none.</param>
/// <param name="States">Images of each state.</param>
/// <param name="Behind">Images that have it: those first that only have to be rolled out; at most <see cref="LibraryQuery.MaxImages"/>.</param>
public sealed record FixedLibrary(string Type, string Name, string? Severity, IReadOnlyDictionary<LibraryState, int> States, IReadOnlyList<LibraryImage> Behind)
{
    /// <summary>Images of a state.</summary>
    public int Of(LibraryState state) => States.GetValueOrDefault(state);
}

/// <summary>An image in use that has a library with a fix.</summary>
/// <param name="Digest">Its digest.</param>
/// <param name="Repository">The first repository that it is used under.</param>
/// <param name="Tags">Tags that it is used under.</param>
/// <param name="State">How it stands to the fix.</param>
/// <param name="Workloads">Workloads that run it.</param>
/// <param name="Clusters">Clusters that it runs in, by name.</param>
/// <param name="Examples">A few of the workloads, with their cluster.</param>
public sealed record LibraryImage(string Digest, string Repository, IReadOnlyList<string> Tags, LibraryState State, int Workloads, IReadOnlyList<string> Clusters, IReadOnlyList<(string Cluster, ObjectRef Workload)> Examples)
{
    /// <summary>The versions that it has, with the version that has the fix and what it fixes.</summary>
    public IReadOnlyList<ScannedLibrary> Versions { get; init; } = [];

    /// <summary>Digest of the image that has the fix; null unless it is rebuilt.</summary>
    public string? RebuiltAs { get; init; }

    /// <summary>A tag of that; null when none is known.</summary>
    public string? RebuiltTag { get; init; }
}
