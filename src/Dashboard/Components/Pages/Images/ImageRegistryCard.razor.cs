using Microsoft.AspNetCore.Components;
using Posture.Model.Inventory;
using Posture.Store.Queries;

namespace Posture.Dashboard.Components.Pages.Images;

/// <summary>Where an image comes from: what the policy says of each repository, what was seen of it, and whether its tags stayed.</summary>
public sealed partial class ImageRegistryCard
{
    private const int MaxRepositories = 10;

    [Parameter, EditorRequired]
    public ImageDetail Model { get; set; } = default!;

    /// <summary>Repositories that it is used from, with what the policy said last of each: uses of now come first.</summary>
    private IEnumerable<(string Repository, ImageStanding? Standing)> Standings => Model.Uses.GroupBy(use => use.Repository, StringComparer.Ordinal)
        .Select(of => (of.Key, of.Select(use => use.Standing).FirstOrDefault(standing => standing is not null))).Take(MaxRepositories);
}
