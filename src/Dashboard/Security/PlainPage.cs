using System.Globalization;
using System.Text.Encodings.Web;
using Microsoft.Extensions.Localization;
using Posture.Dashboard.Resources;

namespace Posture.Dashboard.Security;

/// <summary>A page without the frame, written where no component can be: it needs nothing but two style sheets.</summary>
internal static class PlainPage
{
    /// <param name="services">Of the request.</param>
    /// <param name="title">Text.</param>
    /// <param name="body">HTML below the heading.</param>
    /// <param name="head">HTML of the head.</param>
    public static string Html(IServiceProvider services, string title, string body, string head = "")
    {
        var texts = services.GetRequiredService<IStringLocalizer<ProblemsText>>();
        var heading = HtmlEncoder.Default.Encode(title);
        return $"""
            <!DOCTYPE html>
            <html lang="{HtmlEncoder.Default.Encode(CultureInfo.CurrentUICulture.Name)}">
            <head>
              <meta charset="utf-8" />
              <meta name="viewport" content="width=device-width, initial-scale=1" />
              <meta name="color-scheme" content="light dark" />
              {head}
              <title>{heading} – {HtmlEncoder.Default.Encode(texts[nameof(ProblemsText.Product)])}</title>
              <link rel="stylesheet" href="/css/tokens.css" />
              <link rel="stylesheet" href="/css/frame.css" />
              <link rel="icon" type="image/svg+xml" href="/img/mark.svg" />
            </head>
            <body>
              <div class="plain">
                <main id="main" class="plain-main">
                  <h1>{heading}</h1>
                  {body}
                </main>
              </div>
            </body>
            </html>
            """;
    }
}
