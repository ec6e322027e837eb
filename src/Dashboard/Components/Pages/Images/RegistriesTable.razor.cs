using Microsoft.AspNetCore.Components;

namespace Posture.Dashboard.Components.Pages.Images;

/// <summary>The rows: registries, or repositories. What nobody asked stands as that, beside what was.</summary>
public sealed partial class RegistriesTable
{
    [Parameter, EditorRequired]
    public RegistriesModel List { get; set; } = default!;

    private RegistriesState State => List.State;
}
