namespace Posture.Store.Queries;

/// <summary>One page of a list.</summary>
/// <param name="Rows">The rows, in order.</param>
/// <param name="Total">Rows that match the filter.</param>
/// <param name="Unfiltered">Rows in the scope without the filter, for "12 of 340".</param>
public sealed record Page<T>(IReadOnlyList<T> Rows, long Total, long Unfiltered);
