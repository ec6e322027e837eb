namespace Posture.Store.Reading;

/// <summary>
/// Findings to be summed by their column <c>count</c>: the present from <c>finding_counts</c>, which every commit keeps exact, a former time from the rows.
/// </summary>
internal static class CountedFindings
{
    /// <summary>The table to read from.</summary>
    public static string Table(DateTimeOffset? at) => at is null ? "finding_counts" : "(select cluster_id, namespace, control, kind, layer, severity, verdict, system, valid_from, valid_to, 1 as count from findings)";

    /// <summary>Condition on its row; the present needs none but names the parameter.</summary>
    public static string Valid(string row, DateTimeOffset? at) => at is null ? "$4::timestamptz is null" : ScopedCommand.Valid(row);
}
