using Posture.Model.Coverage;
using Posture.Model.Inventory;

namespace Posture.Collectors.Watching;

/// <summary>
/// What <see cref="ClusterWatcher"/> tells about its cluster, in order. A list comes whole or not at all (P-02); changes of a kind come only after its list;
/// a coverage other than <see cref="CoverageState.Read"/> leaves the objects held as they were.
/// </summary>
internal abstract record ClusterUpdate;

/// <summary>The API server answered.</summary>
/// <param name="Version">Its version as it says, one line; null when it gives none.</param>
/// <param name="Skew">Its clock minus ours.</param>
internal sealed record ServerSeen(string? Version, TimeSpan? Skew) : ClusterUpdate;

/// <summary>All objects of a kind: replaces what was held.</summary>
internal sealed record KindListed(KindRef Kind, IReadOnlyList<KubeObject> Objects, KindCoverage Coverage) : ClusterUpdate;

/// <summary>An object is new or changed.</summary>
internal sealed record ObjectPut(KubeObject Object) : ClusterUpdate;

/// <summary>An object is gone.</summary>
internal sealed record ObjectRemoved(KindRef Kind, string Namespace, string Name) : ClusterUpdate;

/// <summary>How well a kind can be read now, or that it was confirmed again.</summary>
internal sealed record CoverageChanged(KindCoverage Coverage) : ClusterUpdate;

/// <summary>Every kind was tried once: the first picture is complete. Told once.</summary>
internal sealed record FirstReadDone : ClusterUpdate;
