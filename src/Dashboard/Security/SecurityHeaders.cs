namespace Posture.Dashboard.Security;

/// <summary>
/// Response headers of every answer, errors included. They are set when the answer starts, so nothing later can leave them out. The page has no inline
/// script; MudBlazor writes inline styles, hence <c>'unsafe-inline'</c> there and only there.
/// </summary>
internal sealed class SecurityHeaders(RequestDelegate next, Options.DashboardSettings settings, PublicAddress address)
{
    private readonly bool _secure = PublicAddress.IsSecure(settings);
    private readonly string _formAction = settings.Posture.EmbeddedIdentity
        ? "'self'"
        : $"'self' {new Uri(settings.Oidc.Authority!).GetLeftPart(UriPartial.Authority)}";

    public Task InvokeAsync(HttpContext context)
    {
        context.Response.OnStarting(() =>
        {
            Apply(context);
            return Task.CompletedTask;
        });
        return next(context);
    }

    private void Apply(HttpContext context)
    {
        var headers = context.Response.Headers;
        // A name that is not ours is not repeated. A file to keep has no business with this site when it is opened.
        var socket = address.AllowsHost(context.Request.Host) ? (context.Request.IsHttps ? " wss://" : " ws://") + context.Request.Host.Value : "";
        headers.ContentSecurityPolicy = headers.ContentDisposition.ToString().StartsWith("attachment", StringComparison.OrdinalIgnoreCase)
            ? "default-src 'none'; style-src 'unsafe-inline'; img-src data:; form-action 'none'; frame-ancestors 'none'; base-uri 'none'; sandbox"
            : "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self'; "
            + $"connect-src 'self'{socket}; form-action {_formAction}; frame-ancestors 'none'; base-uri 'self'; object-src 'none'; manifest-src 'self'";
        headers.XContentTypeOptions = "nosniff";
        headers.XFrameOptions = "DENY";
        headers["Referrer-Policy"] = "no-referrer";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        headers["Cross-Origin-Resource-Policy"] = "same-origin";
        headers["Permissions-Policy"] = "camera=(), microphone=(), geolocation=(), clipboard-read=()";
        if (_secure)
            headers.StrictTransportSecurity = "max-age=63072000; includeSubDomains";
        if (!IsPublicAsset(context))
            headers.CacheControl = "no-store";
    }

    // Files with a fingerprint carry their own cache rule from the asset endpoint; everything else may hold what only this person may see.
    private static bool IsPublicAsset(HttpContext context) =>
        context.GetEndpoint()?.Metadata.GetMetadata<Microsoft.AspNetCore.StaticAssets.StaticAssetDescriptor>() is not null
        && context.Response.StatusCode is 200 or 304;
}
