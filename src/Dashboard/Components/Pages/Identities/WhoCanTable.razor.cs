using System.Globalization;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Localization;
using Posture.Analysis.Access;
using Posture.Dashboard.Resources;

namespace Posture.Dashboard.Components.Pages.Identities;

/// <summary>Who can do what was asked, or why nobody is named.</summary>
public sealed partial class WhoCanTable
{
    [Parameter, EditorRequired]
    public IdentitiesModel Model { get; set; } = default!;

    [Inject]
    private IStringLocalizer<IdentitiesText> Loc { get; init; } = default!;

    private WhoCanAnswer? Answer => Model.Holders;

    private string Question => SubjectWords.Question(Model.State.Verb!, Model.State.Resource!, Model.State.Name);

    private static string Number(int count) => count.ToString("N0", CultureInfo.CurrentCulture);
}
