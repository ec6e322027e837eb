using Microsoft.AspNetCore.Components;

namespace Posture.Dashboard.Components.Pages.Programs;

/// <summary>Name, reach, clusters and scopes of a program.</summary>
public sealed partial class AccessFields
{
    [Parameter, EditorRequired]
    public AccessInput Input { get; set; } = default!;

    /// <summary>Roles that can be chosen.</summary>
    [Parameter, EditorRequired]
    public IReadOnlyList<string> Reaches { get; set; } = [];
}
