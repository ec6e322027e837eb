using Posture.Store.Queries;

namespace Posture.Dashboard.Components.Pages.Images;

/// <summary>Libraries with a fix, as shown.</summary>
/// <param name="State">The address it answers.</param>
/// <param name="View">Libraries and images.</param>
/// <param name="Clamped">The page asked for was beyond the last.</param>
/// <param name="NoAccess">The viewer sees no image by name, whatever there is.</param>
public sealed record LibrariesModel(LibrariesState State, LibraryView View, bool Clamped, bool NoAccess);
