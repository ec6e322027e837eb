using System.Globalization;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Localization;
using Posture.Analysis.Identities;
using Posture.Dashboard.Resources;

namespace Posture.Dashboard.Components.Pages.Identities;

/// <summary>The subject in short, what is not known about its kind, and open findings on its bindings.</summary>
public sealed partial class SubjectFacts
{
    [Parameter, EditorRequired]
    public SubjectModel Model { get; set; } = default!;

    [Inject]
    private IStringLocalizer<IdentitiesText> Loc { get; init; } = default!;

    private SubjectRow Row => Model.Answer!.Row!;

    /// <summary>Which sentence says what RBAC does not know of such a subject.</summary>
    private string About => Row.Kind switch
    {
        IdentityKind.Component when Row.Subject.Kind == "Group" => "Group",
        IdentityKind.User or IdentityKind.Component => "User",
        IdentityKind.ServiceAccount => "Account",
        IdentityKind.Node => "Node",
        _ => "Group",
    };

    private static string Number(int count) => count.ToString("N0", CultureInfo.CurrentCulture);
}
