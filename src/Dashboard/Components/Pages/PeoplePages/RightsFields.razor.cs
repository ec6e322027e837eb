using Microsoft.AspNetCore.Components;

namespace Posture.Dashboard.Components.Pages.PeoplePages;

/// <summary>Roles to tick, each with what it shows, and names of tenants.</summary>
public sealed partial class RightsFields
{
    [Parameter, EditorRequired]
    public RightsInput Input { get; set; } = default!;

    /// <summary>Begin of the fields' ids.</summary>
    [Parameter, EditorRequired]
    public string Id { get; set; } = "";
}
