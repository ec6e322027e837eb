using Microsoft.AspNetCore.Components;

namespace Posture.Dashboard.Components.Pages.Findings;

/// <summary>The rows. A row that no longer matches stays struck through until the reader asks for the newer list.</summary>
public sealed partial class FindingsTable
{
    [Parameter, EditorRequired]
    public FindingsModel List { get; set; } = default!;
}
