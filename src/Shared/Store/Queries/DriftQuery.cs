using Posture.Model.Drift;
using Posture.Model.Tenancy;

namespace Posture.Store.Queries;

/// <summary>What changed. A row without a visible difference does not exist; a cluster's first snapshot is no change.</summary>
public sealed class DriftQuery
{
    /// <summary>Every change in the period, newest first.</summary>
    public Task<Page<DriftRow>> PageAsync(ViewScope scope, DriftFilter filter, int page, int size, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    /// <summary>The net difference between the states at the filter's two times: what changed back and forth is not in it. By cluster, namespace, kind, name.</summary>
    public Task<Page<DriftRow>> CompareAsync(ViewScope scope, DriftFilter filter, int page, int size, CancellationToken cancellationToken) =>
        throw new NotSupportedException();
}
