namespace Posture.Dashboard.Security;

/// <summary>
/// Refuses requests that come from another site before any credential is looked at: a cross-origin WebSocket carries cookies and no CORS check applies to it
/// (ASVS 4.4.2). Circuits and hubs need an Origin of ours or, for requests that browsers send without one, the fetch metadata of a same-origin request.
/// </summary>
internal sealed partial class OriginGuard(RequestDelegate next, PublicAddress address, ILogger<OriginGuard> logger)
{
    private static readonly PathString[] Guarded = ["/_blazor", "/hubs"];

    public Task InvokeAsync(HttpContext context)
    {
        var guarded = Array.Exists(Guarded, path => context.Request.Path.StartsWithSegments(path, StringComparison.OrdinalIgnoreCase));
        if (!guarded || IsOurs(context.Request))
            return next(context);
        Log.OriginRefused(logger, context.Request.Path.Value ?? "", context.Request.Headers.Origin.Count > 0);
        return Problems.WriteAsync(context, StatusCodes.Status403Forbidden, "origin.foreign");
    }

    private bool IsOurs(HttpRequest request)
    {
        if (request.Headers.Origin is { Count: > 0 } origins)
            return origins.Count == 1 && address.Allows(origins[0] ?? "");
        // GET without Origin: scripts and API clients. A WebSocket of a browser always has one; a client without it has no cookie to abuse.
        var site = request.Headers["Sec-Fetch-Site"];
        return site.Count == 0 || site == "same-origin" || site == "none";
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "Refused a request to {Path} from a foreign origin (Origin header present: {HasOrigin}). Is Posture:PublicUrl the address people use?")]
        public static partial void OriginRefused(ILogger logger, string path, bool hasOrigin);
    }
}
