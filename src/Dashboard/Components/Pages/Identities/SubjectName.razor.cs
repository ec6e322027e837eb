using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Localization;
using Posture.Dashboard.Resources;
using Posture.Model.Inventory;

namespace Posture.Dashboard.Components.Pages.Identities;

/// <summary>A subject's name; words instead where it lies outside of the viewer's scope.</summary>
public sealed partial class SubjectName
{
    [Parameter, EditorRequired]
    public string Cluster { get; set; } = "";

    [Parameter, EditorRequired]
    public Subject Subject { get; set; } = default!;

    [Parameter, EditorRequired]
    public bool IsHidden { get; set; }

    [Inject]
    private IStringLocalizer<IdentitiesText> Loc { get; init; } = default!;
}
