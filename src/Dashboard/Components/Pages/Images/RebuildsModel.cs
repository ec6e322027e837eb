using Posture.Store.Queries;

namespace Posture.Dashboard.Components.Pages.Images;

/// <summary>What is built on which bases, as shown.</summary>
/// <param name="State">The address it answers.</param>
/// <param name="View">Bases and images.</param>
/// <param name="Clamped">The page asked for was beyond the last.</param>
/// <param name="NoAccess">The viewer sees no image by name, whatever there is.</param>
public sealed record RebuildsModel(RebuildsState State, RebuildView View, bool Clamped, bool NoAccess);
