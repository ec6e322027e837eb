using System.Globalization;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Localization;
using Posture.Analysis.Access;
using Posture.Dashboard.Resources;

namespace Posture.Dashboard.Components.Pages.Identities;

/// <summary>The shortest way from a subject to the whole cluster, each step with what allows it.</summary>
public sealed partial class SubjectPaths
{
    /// <summary>The answer; null where there is none.</summary>
    [Parameter, EditorRequired]
    public AccessPathsAnswer? Paths { get; set; }

    [Inject]
    private IStringLocalizer<IdentitiesText> Loc { get; init; } = default!;

    private static bool Chinese => CultureInfo.CurrentUICulture.TwoLetterISOLanguageName == "zh";
}
