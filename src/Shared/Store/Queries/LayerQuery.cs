using Npgsql;
using Posture.Model.Tenancy;
using Posture.Model.Verdicts;
using Posture.Store.Reading;

namespace Posture.Store.Queries;

/// <summary>Counts of verdicts by control and layer.</summary>
public sealed class LayerQuery(NpgsqlDataSource source)
{
    /// <summary>One row a control over all clusters named (none named: all visible).</summary>
    public Task<IReadOnlyList<ControlCounts>> ControlsAsync(
        ViewScope scope, Layer? layer, IReadOnlyCollection<string> clusters, DateTimeOffset? at, CancellationToken cancellationToken) =>
        VerdictCounting.CountAsync(source, scope, "null::text", layer, null, clusters, at, cancellationToken);

    /// <summary>One row a control and cluster.</summary>
    public Task<IReadOnlyList<ControlCounts>> ControlsByClusterAsync(
        ViewScope scope, Layer? layer, IReadOnlyCollection<string> clusters, DateTimeOffset? at, CancellationToken cancellationToken) =>
        VerdictCounting.CountAsync(source, scope, "c.name", layer, null, clusters, at, cancellationToken);
}
