using Microsoft.AspNetCore.Components;
using Posture.Dashboard.Identity;

namespace Posture.Dashboard.Components.Pages.PeoplePages;

/// <summary>Accounts with what they may do.</summary>
public sealed partial class PeopleTable
{
    [Parameter, EditorRequired]
    public IReadOnlyList<Person> Accounts { get; set; } = [];

    /// <summary>The viewer's own account.</summary>
    [Parameter, EditorRequired]
    public Guid? Own { get; set; }
}
