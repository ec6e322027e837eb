using Posture.Model.Tenancy;

namespace Posture.Store.Queries;

/// <summary>The findings list and one finding.</summary>
public sealed class FindingsQuery
{
    /// <summary>Most rows of a page.</summary>
    public const int MaxSize = 200;

    /// <summary>One page.</summary>
    /// <param name="scope">What the person may see.</param>
    /// <param name="filter">Which findings.</param>
    /// <param name="order">Sort keys; none sorts by severity, worst first.</param>
    /// <param name="page">From 1.</param>
    /// <param name="size">1 to <see cref="MaxSize"/>.</param>
    /// <param name="at">Time to look at; null for now.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public Task<Page<FindingRow>> PageAsync(
        ViewScope scope, FindingFilter filter, IReadOnlyList<FindingOrder> order, int page, int size, DateTimeOffset? at, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    /// <summary>All findings of a filter, streamed in the order of control, object: for exports.</summary>
    public IAsyncEnumerable<FindingRow> StreamAsync(ViewScope scope, FindingFilter filter, DateTimeOffset? at, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    /// <summary>A finding with its history, or null when it never was or is not visible.</summary>
    public Task<FindingDetail?> GetAsync(ViewScope scope, string fingerprint, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<FindingFacets> FacetsAsync(ViewScope scope, FindingFilter filter, DateTimeOffset? at, CancellationToken cancellationToken) =>
        throw new NotSupportedException();
}
