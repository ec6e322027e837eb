using Posture.Analysis.Provenance;
using Posture.Store.Queries;

namespace Posture.Dashboard.Components.Pages.Images;

/// <summary>The list of images as shown.</summary>
/// <param name="State">The address it answers.</param>
/// <param name="Page">Rows and totals.</param>
/// <param name="Counts">Images by state under the other filters.</param>
/// <param name="Clamped">The page asked for was beyond the last.</param>
/// <param name="NoAccess">The viewer sees no image by name, whatever there is.</param>
public sealed record ImagesModel(ImagesState State, Page<ImageRow> Page, IReadOnlyDictionary<string, long> Counts, bool Clamped, bool NoAccess)
{
    /// <summary>Images of a state.</summary>
    public long Of(ProvenanceState state) => Counts.GetValueOrDefault(ProvenanceWords.Of(state));

    /// <summary>Images that somebody could check.</summary>
    public long Checked => Counts.Values.Sum() - Of(ProvenanceState.NotChecked);

    internal static (ImagesModel Shown, int Changes) Merge(ImagesModel shown, ImagesModel fresh)
    {
        var (rows, changes) = HeldRows.Merge(shown.Page.Rows, fresh.Page.Rows, row => row.Id);
        return (fresh with { Page = fresh.Page with { Rows = rows } }, changes);
    }
}
