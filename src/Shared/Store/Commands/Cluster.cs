namespace Posture.Store.Commands;

/// <summary>A registered cluster and the state of its newest snapshot.</summary>
/// <param name="Id">Identity (UUIDv7).</param>
/// <param name="Name">Slug, unique, used in URLs and fingerprints; never changes.</param>
/// <param name="DisplayName">Name for people.</param>
/// <param name="Environment">For example production; free text.</param>
/// <param name="Source">Where its objects come from, for example <c>kubeconfig:prod-eu-1</c>.</param>
/// <param name="ServerVersion">Kubernetes version of the API server, or null when unknown.</param>
/// <param name="Epoch">Number of the present owner's turn; see <see cref="ClusterRegistry.TakeEpochAsync"/>.</param>
/// <param name="LastSnapshot">Newest snapshot that changed anything, or null before the first.</param>
/// <param name="FirstAt">Time of the first snapshot.</param>
/// <param name="CollectedAt">When the state was last confirmed, changed or not.</param>
/// <param name="ObjectCount">Objects held; for a tenant's scope those of its namespaces.</param>
public sealed record Cluster(
    Guid Id,
    string Name,
    string DisplayName,
    string Environment,
    string Source,
    string? ServerVersion,
    long Epoch,
    Guid? LastSnapshot,
    DateTimeOffset? FirstAt,
    DateTimeOffset? CollectedAt,
    int ObjectCount);
