using Microsoft.AspNetCore.Components.Endpoints;
using Microsoft.AspNetCore.Components.Routing;

namespace Posture.Dashboard.Security;

/// <summary>
/// Refuses a page that could not be opened for want of a connection, in words and before it is rendered, and the connection itself. Stands where the person is known.
/// </summary>
internal sealed partial class CircuitGuard(RequestDelegate next, OpenCircuits circuits, ILogger<CircuitGuard> logger)
{
    public const string Code = "circuit.limited";

    public async Task InvokeAsync(HttpContext context)
    {
        if (IsConnection(context.Request))
        {
            using var place = circuits.TryOpen(context);
            if (place is null)
                await RefuseAsync(context);
            else
                await next(context);
        }
        else if (IsLivePage(context) && circuits.IsFull(context))
        {
            await RefuseAsync(context);
        }
        else
        {
            await next(context);
        }
    }

    private Task RefuseAsync(HttpContext context)
    {
        Log.Refused(logger, RateLimits.PersonOf(context.User), RateLimits.AddressOf(context));
        context.Response.Headers.RetryAfter = "5";
        return Problems.WriteAsync(context, StatusCodes.Status429TooManyRequests, Code);
    }

    // Lasts as long as the page is open (a WebSocket, by HTTP/2 a CONNECT, or events sent by the server) or is asked again and again (long polling).
    private static bool IsConnection(HttpRequest request) => (HttpMethods.IsGet(request.Method) || HttpMethods.IsConnect(request.Method))
        && request.Path.StartsWithSegments("/_blazor", StringComparison.OrdinalIgnoreCase, out var rest) && rest.Value is "" or "/";

    private static bool IsLivePage(HttpContext context) => HttpMethods.IsGet(context.Request.Method) && !RateLimits.IsOutside(context)
        && context.GetEndpoint()?.Metadata.GetMetadata<ComponentTypeMetadata>() is not null && context.AcceptsInteractiveRouting();

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "{Person} at {Address} has as many pages open as one account or address may; another was refused (Posture:Limits)")]
        public static partial void Refused(ILogger logger, string person, string address);
    }
}
