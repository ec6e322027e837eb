using Posture.Model.Tenancy;

namespace Posture.Store.Queries;

/// <summary>The fleet page: clusters, scores, open findings and what changed.</summary>
public sealed class FleetQuery
{
    /// <summary>The fleet.</summary>
    /// <param name="scope">What the person may see.</param>
    /// <param name="at">Time to look at; null for now.</param>
    /// <param name="before">Time to compare with, for example seven days earlier.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public Task<FleetView> GetAsync(ViewScope scope, DateTimeOffset? at, DateTimeOffset before, CancellationToken cancellationToken) =>
        throw new NotSupportedException();
}
