using Posture.Model.Tenancy;

namespace Posture.Store.Queries;

/// <summary>Everything a compliance report needs, from one repeatable-read transaction.</summary>
public sealed class ReportQuery
{
    /// <summary>The data of a report.</summary>
    /// <param name="scope">What the person may see.</param>
    /// <param name="clusters">Cluster names; none for all visible.</param>
    /// <param name="namespaces">Namespaces; none for all visible.</param>
    /// <param name="from">Begin of the period.</param>
    /// <param name="at">End of the period, the time the states are of; null for now.</param>
    /// <param name="maxFindings">Most findings to list.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public Task<ReportData> GetAsync(
        ViewScope scope,
        IReadOnlyCollection<string> clusters,
        IReadOnlyCollection<string> namespaces,
        DateTimeOffset from,
        DateTimeOffset? at,
        int maxFindings,
        CancellationToken cancellationToken) => throw new NotSupportedException();
}
