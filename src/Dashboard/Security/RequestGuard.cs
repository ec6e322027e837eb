using Microsoft.AspNetCore.Http.Features;

namespace Posture.Dashboard.Security;

/// <summary>Refuses what no page or endpoint has a use for before anything else looks at it: other methods (TRACE repeats cookies, ASVS 13.4.4) and bodies that announce too much.</summary>
internal sealed class RequestGuard(RequestDelegate next)
{
    private static readonly string[] Methods =
        [HttpMethods.Get, HttpMethods.Head, HttpMethods.Post, HttpMethods.Put, HttpMethods.Patch, HttpMethods.Delete, HttpMethods.Options];

    public Task InvokeAsync(HttpContext context)
    {
        // A WebSocket over HTTP/2 begins with CONNECT.
        var socket = context.Features.Get<IHttpExtendedConnectFeature>() is { IsExtendedConnect: true, Protocol: "websocket" };
        if (!socket && !Methods.Contains(context.Request.Method, StringComparer.Ordinal))
        {
            context.Response.Headers.Allow = "GET, HEAD, POST";
            return Problems.WriteAsync(context, StatusCodes.Status405MethodNotAllowed);
        }
        return context.Request.ContentLength > context.Features.Get<IHttpMaxRequestBodySizeFeature>()?.MaxRequestBodySize
            ? Problems.WriteAsync(context, StatusCodes.Status413PayloadTooLarge)
            : next(context);
    }
}
