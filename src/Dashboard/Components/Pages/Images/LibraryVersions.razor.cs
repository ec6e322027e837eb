using Microsoft.AspNetCore.Components;
using Posture.Model.Inventory;

namespace Posture.Dashboard.Components.Pages.Images;

/// <summary>Versions of a library that an image has, with what has the fix, the vulnerabilities, and what is said not to matter.</summary>
public sealed partial class LibraryVersions
{
    /// <summary>Vulnerabilities by name; the page of the image's findings has them all.</summary>
    private const int MaxIds = 6;

    private const int MaxOut = 3;

    [Parameter, EditorRequired]
    public IReadOnlyList<ScannedLibrary> Versions { get; set; } = [];
}
