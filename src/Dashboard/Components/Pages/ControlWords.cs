using System.Globalization;
using Posture.Analysis.Catalogue;
using Posture.Analysis.Checks;

namespace Posture.Dashboard.Components.Pages;

/// <summary>Texts of controls in the viewer's language; the catalogue's own title where a control has no check yet.</summary>
internal static class ControlWords
{
    public static Guidance? Guidance(string control) => ControlCatalogue.Default.CheckOf(control) is { } check
        ? Analysis.Checks.Guidance.Of(check, chinese: CultureInfo.CurrentUICulture.TwoLetterISOLanguageName == "zh")
        : null;

    public static string Title(string control) =>
        ControlCatalogue.Default.Find(control) is { } known ? ControlTitles.Of(known, CultureInfo.CurrentUICulture.TwoLetterISOLanguageName == "zh") : control;
}
