using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using Microsoft.Extensions.Localization;
using Posture.Dashboard.Identity;
using Posture.Dashboard.Resources;

namespace Posture.Dashboard.Security;

/// <summary>
/// What is answered instead of a page when a request can't be served: a small page for people, an RFC 9457 document for everything else. Both name the same
/// stable code, and neither repeats anything of the request.
/// </summary>
internal static class Problems
{
    private static readonly PathString[] ForMachines = ["/api", "/hubs", "/_blazor", "/metrics", "/openapi", "/connect/token"];

    /// <summary>Whether a person looks at the answer.</summary>
    public static bool IsForPeople(HttpRequest request) => request.Headers.Accept.ToString().Contains("text/html", StringComparison.OrdinalIgnoreCase)
        && !Array.Exists(ForMachines, path => request.Path.StartsWithSegments(path, StringComparison.OrdinalIgnoreCase));

    /// <summary>The code of a status that nothing more is known about.</summary>
    public static string CodeOf(int status) => status switch
    {
        StatusCodes.Status401Unauthorized => "auth.required",
        StatusCodes.Status403Forbidden => "auth.forbidden",
        StatusCodes.Status404NotFound => "request.not_found",
        StatusCodes.Status405MethodNotAllowed => "request.method_not_allowed",
        StatusCodes.Status408RequestTimeout => "request.timeout",
        StatusCodes.Status413PayloadTooLarge => "request.too_large",
        StatusCodes.Status415UnsupportedMediaType => "request.media_type_not_supported",
        StatusCodes.Status429TooManyRequests => "rate.limited",
        StatusCodes.Status503ServiceUnavailable => "server.unavailable",
        >= StatusCodes.Status500InternalServerError => "server.error",
        _ => "request.bad",
    };

    /// <summary>Answers with the status that is already set, or with the given one.</summary>
    /// <param name="context">The request.</param>
    /// <param name="status">Its status.</param>
    /// <param name="code">Its code, when more is known than the status.</param>
    /// <param name="detail">What to do, for machines; never with anything of the request.</param>
    public static Task WriteAsync(HttpContext context, int? status = null, string? code = null, string? detail = null)
    {
        var response = context.Response;
        response.StatusCode = status ?? response.StatusCode;
        code ??= CodeOf(response.StatusCode);
        response.Headers.CacheControl = "no-store";
        if (!IsForPeople(context.Request))
        {
            response.ContentType = "application/problem+json";
            return WriteAsync(context, $$"""{"title":"{{Title(response.StatusCode)}}","status":{{response.StatusCode.ToString(CultureInfo.InvariantCulture)}},"code":"{{code}}"{{(detail is null ? "" : $",\"detail\":\"{JavaScriptEncoder.Default.Encode(detail)}\"")}}}""");
        }
        response.ContentType = "text/html; charset=utf-8";
        return WriteAsync(context, Page(context, code));
    }

    private static Task WriteAsync(HttpContext context, string body) =>
        HttpMethods.IsHead(context.Request.Method) ? Task.CompletedTask : context.Response.WriteAsync(body, Encoding.UTF8, context.RequestAborted);

    private static string Title(int status) => Microsoft.AspNetCore.WebUtilities.ReasonPhrases.GetReasonPhrase(status) is { Length: > 0 } phrase ? phrase : "Error";

    private static string Page(HttpContext context, string code)
    {
        var texts = context.RequestServices.GetRequiredService<IStringLocalizer<ProblemsText>>();
        var (title, text) = context.Response.StatusCode switch
        {
            _ when code == ProviderException.Code => (nameof(ProblemsText.ProviderTitle), nameof(ProblemsText.ProviderText)),
            _ when code == CircuitGuard.Code => (nameof(ProblemsText.CircuitsTitle), nameof(ProblemsText.CircuitsText)),
            StatusCodes.Status405MethodNotAllowed => (nameof(ProblemsText.MethodTitle), nameof(ProblemsText.MethodText)),
            StatusCodes.Status413PayloadTooLarge => (nameof(ProblemsText.TooLargeTitle), nameof(ProblemsText.TooLargeText)),
            StatusCodes.Status429TooManyRequests => (nameof(ProblemsText.TooManyTitle), nameof(ProblemsText.TooManyText)),
            _ => (nameof(ProblemsText.BadTitle), nameof(ProblemsText.BadText)),
        };
        string Said(string key) => HtmlEncoder.Default.Encode(texts[key]);
        return PlainPage.Html(
            context.RequestServices,
            texts[title],
            $"""<p>{Said(text)}</p><p>{Said(nameof(ProblemsText.Code))}: <code>{code}</code></p><p><a href="/">{Said(nameof(ProblemsText.Home))}</a></p>""");
    }
}
