using Microsoft.AspNetCore.Components;

namespace Posture.Dashboard.Components.Pages.Parts;

/// <summary>What is special about the address: a time in the past is shown; parts of it were not understood.</summary>
public sealed partial class AtBanner
{
    /// <summary>Time looked at; null for now.</summary>
    [Parameter, EditorRequired]
    public DateTimeOffset? At { get; set; }

    /// <summary>Parts of the address that were ignored.</summary>
    [Parameter]
    public IReadOnlyList<string> Rejected { get; set; } = [];

    [Inject]
    private NavigationManager Navigation { get; init; } = default!;
}
