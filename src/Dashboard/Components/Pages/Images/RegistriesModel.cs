using Posture.Store.Queries;

namespace Posture.Dashboard.Components.Pages.Images;

/// <summary>The list of registries as shown.</summary>
/// <param name="State">The address it answers.</param>
/// <param name="Page">Rows and totals.</param>
/// <param name="Classes">Rows by class under the other filters.</param>
/// <param name="Moves">Tags that were seen under more than one digest.</param>
/// <param name="Clamped">The page asked for was beyond the last.</param>
/// <param name="NoAccess">The viewer sees no image by name, whatever there is.</param>
public sealed record RegistriesModel(RegistriesState State, Page<RegistryRow> Page, IReadOnlyDictionary<string, long> Classes, TagMoves Moves, bool Clamped, bool NoAccess)
{
    /// <summary>Tags of a row that moved, and those of which nobody can tell.</summary>
    public (int Moved, int Unclear) MovesOf(RegistryRow row)
    {
        var own = Moves.Moves.Where(move => (State.ByRepository ? move.Repository : move.Host) == row.Name).ToList();
        var moved = own.Count(move => move.IsCertain);
        return (moved, own.Count - moved);
    }

    internal static (RegistriesModel Shown, int Changes) Merge(RegistriesModel shown, RegistriesModel fresh)
    {
        var (rows, changes) = HeldRows.Merge(shown.Page.Rows, fresh.Page.Rows, row => row.Name);
        return (fresh with { Page = fresh.Page with { Rows = rows } }, changes);
    }
}
