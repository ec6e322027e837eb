using Microsoft.AspNetCore.Components;
using Posture.Store.Queries;

namespace Posture.Dashboard.Components.Pages.Images;

/// <summary>How an image stands to the fix of a library, by icon, colour and word.</summary>
public sealed partial class LibraryMark
{
    [Parameter, EditorRequired]
    public LibraryState Value { get; set; }

    private RebuildState Rebuild => Value switch
    {
        LibraryState.Rebuilt => RebuildState.Rebuilt,
        LibraryState.Outdated => RebuildState.Outdated,
        _ => RebuildState.Unknown,
    };
}
