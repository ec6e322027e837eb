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

    /// <summary>Names of tenants that are meant when nothing is said.</summary>
    [Parameter]
    public IReadOnlyList<string> Own { get; set; } = [];

    protected override void OnParametersSet()
    {
        if (!Reaches.Contains(Input.Role, StringComparer.Ordinal))
            (Input.Role, Input.Tenants) = (Reaches[0], string.Join('\n', Own));
    }
}
