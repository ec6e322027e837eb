using Posture.Model.Tenancy;
using Posture.Model.Verdicts;

namespace Posture.Store.Queries;

/// <summary>Counts of verdicts by control and layer.</summary>
public sealed class LayerQuery
{
    /// <summary>One row a control over all clusters named (none named: all visible).</summary>
    public Task<IReadOnlyList<ControlCounts>> ControlsAsync(
        ViewScope scope, Layer? layer, IReadOnlyCollection<string> clusters, DateTimeOffset? at, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    /// <summary>One row a control and cluster.</summary>
    public Task<IReadOnlyList<ControlCounts>> ControlsByClusterAsync(
        ViewScope scope, Layer? layer, IReadOnlyCollection<string> clusters, DateTimeOffset? at, CancellationToken cancellationToken) =>
        throw new NotSupportedException();
}
