using Npgsql;
using Posture.Model.Tenancy;
using Posture.Store.Reading;

namespace Posture.Store.Queries;

/// <summary>One control over the fleet.</summary>
public sealed class ControlQuery(NpgsqlDataSource source)
{
    /// <summary>Verdicts of the control by cluster.</summary>
    public Task<IReadOnlyList<ControlCounts>> ByClusterAsync(ViewScope scope, string control, DateTimeOffset? at, CancellationToken cancellationToken) =>
        VerdictCounting.CountAsync(source, scope, "c.name", null, control, [], at, cancellationToken);
}
