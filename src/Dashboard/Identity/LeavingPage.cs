using System.Text;
using System.Text.Encodings.Web;
using Microsoft.Extensions.Localization;
using Posture.Dashboard.Resources;
using Posture.Dashboard.Security;

namespace Posture.Dashboard.Identity;

/// <summary>Goes on to the other provider at once; the link is for browsers that do not.</summary>
internal static class LeavingPage
{
    public static Task WriteAsync(HttpContext context, string address)
    {
        var texts = context.RequestServices.GetRequiredService<IStringLocalizer<AccountText>>();
        var target = HtmlEncoder.Default.Encode(address);
        context.Response.ContentType = "text/html; charset=utf-8";
        context.Response.Headers.CacheControl = "no-store";
        return context.Response.WriteAsync(
            PlainPage.Html(
                context.RequestServices,
                texts[nameof(AccountText.LeavingTitle)],
                $"""<p>{HtmlEncoder.Default.Encode(texts[nameof(AccountText.LeavingText)])}</p><p><a href="{target}">{HtmlEncoder.Default.Encode(texts[nameof(AccountText.LeavingGo)])}</a></p>""",
                $"""<meta http-equiv="refresh" content="0;url={target}" />"""),
            Encoding.UTF8,
            context.RequestAborted);
    }
}
