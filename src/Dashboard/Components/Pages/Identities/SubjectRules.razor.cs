using System.Globalization;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Localization;
using Posture.Dashboard.Resources;

namespace Posture.Dashboard.Components.Pages.Identities;

/// <summary>Effective rules by place, each with the bindings that give it.</summary>
public sealed partial class SubjectRules
{
    [Parameter, EditorRequired]
    public SubjectModel Model { get; set; } = default!;

    [Inject]
    private IStringLocalizer<IdentitiesText> Loc { get; init; } = default!;

    private static string Number(int count) => count.ToString("N0", CultureInfo.CurrentCulture);
}
