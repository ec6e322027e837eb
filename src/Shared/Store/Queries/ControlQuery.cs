using Posture.Model.Tenancy;

namespace Posture.Store.Queries;

/// <summary>One control over the fleet.</summary>
public sealed class ControlQuery
{
    /// <summary>Verdicts of the control by cluster.</summary>
    public Task<IReadOnlyList<ControlCounts>> ByClusterAsync(ViewScope scope, string control, DateTimeOffset? at, CancellationToken cancellationToken) =>
        throw new NotSupportedException();
}
