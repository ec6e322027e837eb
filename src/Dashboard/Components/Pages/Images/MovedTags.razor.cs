using Microsoft.AspNetCore.Components;
using Posture.Store.Queries;

namespace Posture.Dashboard.Components.Pages.Images;

/// <summary>Tags that were seen under more than one digest: when, where, and whether that is certain.</summary>
public sealed partial class MovedTags
{
    private const int MaxClusters = 5;

    [Parameter, EditorRequired]
    public TagMoves Moves { get; set; } = default!;

    /// <summary>Most tags that are shown.</summary>
    [Parameter, EditorRequired]
    public int Most { get; set; }
}
