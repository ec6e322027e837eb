using Posture.Store.Queries;

namespace Posture.Dashboard.Components.Pages.Findings;

/// <summary>The findings list as shown.</summary>
/// <param name="State">The address it answers.</param>
/// <param name="Page">Rows and totals.</param>
/// <param name="Facets">Counts for the filters.</param>
/// <param name="Gone">Fingerprints of shown rows that no longer match.</param>
/// <param name="Clamped">The page asked for was beyond the last.</param>
/// <param name="NoAccess">The viewer sees no finding by name, whatever there is.</param>
public sealed record FindingsModel(FindingsState State, Page<FindingRow> Page, FindingFacets Facets, IReadOnlySet<string> Gone, bool Clamped, bool NoAccess)
{
    internal static (FindingsModel Shown, int Changes) Merge(FindingsModel shown, FindingsModel fresh)
    {
        var (rows, changes) = HeldRows.Merge(shown.Page.Rows, fresh.Page.Rows, row => row.Finding.Fingerprint);
        var current = fresh.Page.Rows.Select(row => row.Finding.Fingerprint).ToHashSet(StringComparer.Ordinal);
        var gone = rows.Select(row => row.Finding.Fingerprint).Where(fingerprint => !current.Contains(fingerprint)).ToHashSet(StringComparer.Ordinal);
        return (fresh with { Page = fresh.Page with { Rows = rows }, Gone = gone }, changes);
    }
}
