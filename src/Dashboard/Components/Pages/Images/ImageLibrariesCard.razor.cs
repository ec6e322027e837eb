using Microsoft.AspNetCore.Components;
using Posture.Model.Inventory;
using Posture.Store.Queries;

namespace Posture.Dashboard.Components.Pages.Images;

/// <summary>The libraries of an image that a newer version fixes, as scanners found them.</summary>
public sealed partial class ImageLibrariesCard
{
    private const int MaxShown = 20;

    [Parameter, EditorRequired]
    public ImageDetail Model { get; set; } = default!;

    private IReadOnlyList<ScannedLibrary> Fixable => [.. (Model.Scan?.Libraries ?? []).Where(library => library.Fixed is not null)];
}
