using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Localization;
using Posture.Analysis.Identities;
using Posture.Dashboard.Resources;

namespace Posture.Dashboard.Components.Pages.Identities;

/// <summary>Why to look at a subject.</summary>
public sealed partial class RiskList
{
    [Parameter, EditorRequired]
    public SubjectRow Row { get; set; } = default!;

    [Inject]
    private IStringLocalizer<IdentitiesText> Loc { get; init; } = default!;
}
