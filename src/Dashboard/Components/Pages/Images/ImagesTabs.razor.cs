using Microsoft.AspNetCore.Components;
using Posture.Dashboard.Resources;

namespace Posture.Dashboard.Components.Pages.Images;

/// <summary>The pages about images, side by side.</summary>
public sealed partial class ImagesTabs
{
    private static readonly (string Href, string Text)[] Tabs = [("/images", nameof(RegistriesText.TabImages)), (RegistriesState.Path, nameof(RegistriesText.TabRegistries)), (RebuildsState.Path, nameof(RegistriesText.TabRebuilds)), (LibrariesState.Path, nameof(RegistriesText.TabLibraries))];

    /// <summary>Address of the page that it stands on.</summary>
    [Parameter, EditorRequired]
    public string Current { get; set; } = "";
}
