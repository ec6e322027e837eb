using System.Globalization;
using Microsoft.AspNetCore.Localization;

namespace Posture.Dashboard.Resources;

/// <summary>The languages of the dashboard: chosen by cookie, else by the browser, else English.</summary>
internal static class Languages
{
    public static readonly IReadOnlyList<Language> All = [new("en", "English"), new("zh-Hans", "简体中文")];

    public static void Configure(RequestLocalizationOptions options)
    {
        options.DefaultRequestCulture = new("en");
        options.SupportedCultures = options.SupportedUICultures = [.. All.Select(language => CultureInfo.GetCultureInfo(language.Culture))];
        options.RequestCultureProviders = [new CookieRequestCultureProvider(), new AcceptLanguageHeaderRequestCultureProvider()];
    }
}

/// <summary>A language that a person can choose.</summary>
/// <param name="Culture">Name of the culture, also the <c>lang</c> of the page.</param>
/// <param name="Name">Its name in itself.</param>
internal sealed record Language(string Culture, string Name);
