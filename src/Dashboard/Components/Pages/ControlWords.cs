using System.Globalization;
using Microsoft.Extensions.Localization;
using Posture.Analysis.Catalogue;
using Posture.Analysis.Checks;
using Posture.Dashboard.Resources;
using Posture.Model.Verdicts;

namespace Posture.Dashboard.Components.Pages;

/// <summary>Texts of controls in the viewer's language; the catalogue's own title where a control has no check yet.</summary>
internal static class ControlWords
{
    public static Guidance? Guidance(string control) => ControlCatalogue.Default.CheckOf(control) is { } check
        ? Analysis.Checks.Guidance.Of(check, chinese: CultureInfo.CurrentUICulture.TwoLetterISOLanguageName == "zh")
        : null;

    /// <summary>What the control is judged per.</summary>
    public static string Scope(this IStringLocalizer<ControlPagesText> texts, Control control) => texts["Scope" + Key(control.Scope)];

    /// <summary>Where its evidence comes from.</summary>
    public static string Evaluation(this IStringLocalizer<ControlPagesText> texts, Control control) => texts["By" + Key(control.Evaluation)];

    public static string Title(string control) =>
        ControlCatalogue.Default.Find(control) is { } known ? ControlTitles.Of(known, CultureInfo.CurrentUICulture.TwoLetterISOLanguageName == "zh") : control;

    /// <summary><c>ApiConditional</c> for <c>api-conditional</c>.</summary>
    private static string Key(string word) => string.Concat(word.Split('-').Select(part => char.ToUpperInvariant(part[0]) + part[1..]));
}
