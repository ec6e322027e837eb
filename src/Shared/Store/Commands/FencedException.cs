namespace Posture.Store.Commands;

/// <summary>The writer no longer owns the cluster: another process has taken a newer epoch. Nothing was written. Stop the loop; do not retry.</summary>
public sealed class FencedException(Guid cluster, long epoch) : StoreException(
    "store.fenced",
    $"epoch {epoch} of cluster {cluster} is no longer the current one; another collector owns the cluster, or it was removed; nothing was written");

/// <summary>There is no cluster with this id.</summary>
public sealed class UnknownClusterException(Guid cluster)
    : StoreException("store.unknown_cluster", $"there is no cluster {cluster}; it was removed, register it again");
