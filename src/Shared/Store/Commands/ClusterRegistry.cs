using Npgsql;

namespace Posture.Store.Commands;

/// <summary>The list of clusters, and whose turn it is to write each.</summary>
public sealed class ClusterRegistry(NpgsqlDataSource source)
{
    /// <summary>Registers a cluster, or updates display name, environment and source of the one with this name.</summary>
    public Task<Cluster> EnsureAsync(string name, string displayName, string environment, string origin, CancellationToken cancellationToken) =>
        throw new NotSupportedException(source.ConnectionString);

    /// <summary>All clusters, by name. For collectors and administration: pages use <c>ClusterQuery</c>, which takes a scope.</summary>
    public Task<IReadOnlyList<Cluster>> ListAsync(CancellationToken cancellationToken) => throw new NotSupportedException();

    /// <summary>Takes ownership: the epoch given back is the only one that can write from now on.</summary>
    public Task<long> TakeEpochAsync(Guid clusterId, CancellationToken cancellationToken) => throw new NotSupportedException();

    /// <summary>Removes a cluster with everything recorded of it (P-08).</summary>
    public Task RemoveAsync(Guid clusterId, CancellationToken cancellationToken) => throw new NotSupportedException();
}
