using Posture.Model.Coverage;
using Posture.Model.Tenancy;
using Posture.Store.Commands;

namespace Posture.Store.Queries;

/// <summary>Clusters, their coverage, namespaces and snapshots.</summary>
public sealed class ClusterQuery
{
    /// <summary>Visible clusters by name.</summary>
    public Task<IReadOnlyList<Cluster>> ListAsync(ViewScope scope, CancellationToken cancellationToken) => throw new NotSupportedException();

    /// <summary>A cluster, or null when there is none or it is not visible.</summary>
    public Task<Cluster?> FindAsync(ViewScope scope, string name, CancellationToken cancellationToken) => throw new NotSupportedException();

    /// <summary>Scores of the cluster; null when nothing is scored and for a tenant's scope (compute from <see cref="TallyQuery"/>).</summary>
    public Task<ScoreSet?> ScoresAsync(ViewScope scope, string name, DateTimeOffset? at, CancellationToken cancellationToken) => throw new NotSupportedException();

    /// <summary>Scores over time, oldest first, one point a change; empty for a tenant's scope unless a namespace is named.</summary>
    /// <param name="scope">What the person may see.</param>
    /// <param name="name">Cluster.</param>
    /// <param name="ns">Namespace, or null for the whole cluster.</param>
    /// <param name="from">Begin.</param>
    /// <param name="to">End.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public Task<IReadOnlyList<ScorePoint>> TrendAsync(
        ViewScope scope, string name, string? ns, DateTimeOffset from, DateTimeOffset to, CancellationToken cancellationToken) => throw new NotSupportedException();

    /// <summary>Coverage by kind; a tenant's counts are those of its own objects.</summary>
    public Task<IReadOnlyList<KindCoverage>> CoverageAsync(ViewScope scope, string name, DateTimeOffset? at, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    /// <summary>Visible namespaces of one cluster, or of all when null, with scores and open findings.</summary>
    public Task<IReadOnlyList<NamespaceRow>> NamespacesAsync(ViewScope scope, string? name, DateTimeOffset? at, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    /// <summary>Snapshots, newest first.</summary>
    public Task<Page<SnapshotRow>> SnapshotsAsync(ViewScope scope, string name, int page, int size, CancellationToken cancellationToken) =>
        throw new NotSupportedException();
}
