namespace Posture.Store.Commands;

/// <summary>The writer no longer owns the cluster: another process has taken a newer epoch. Nothing was written. Stop the loop; do not retry.</summary>
public sealed class FencedException(Guid cluster, long epoch)
    : StoreException("store.fenced", $"epoch {epoch} of cluster {cluster} is no longer the current one; another collector owns the cluster, nothing was written");
