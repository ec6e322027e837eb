using Posture.Dashboard.Identity;

namespace Posture.Dashboard.Security;

/// <summary>
/// Answers only under our own names (a rebound DNS name would otherwise make a foreign page same-origin), and moves people from another loopback name to the
/// canonical one, so that sign-in cookies and redirects meet. Probes of an orchestrator use the address of the pod and are let through. Where people come by TLS,
/// a request without is refused: no cookie of ours is set over it, and what it lacks is for the operator to read (RFC 9110 §15.5.20 names scheme and authority).
/// </summary>
internal sealed class HostGuard(RequestDelegate next, PublicAddress address)
{
    public async Task InvokeAsync(HttpContext context)
    {
        var request = context.Request;
        if (request.Path == "/livez" || request.Path == "/readyz" || request.Path == "/metrics")
        {
            await next(context);
        }
        else if (!address.AllowsHost(request.Host))
        {
            await MisdirectedAsync(context, "host.unknown: this dashboard does not answer under that address. Set Posture:PublicUrl to the address people use.");
        }
        else if (address.Canonical.StartsWith("https://", StringComparison.Ordinal) && !request.IsHttps && !SelfBackchannel.IsOwn(request))
        {
            await MisdirectedAsync(
                context,
                "request.insecure: Posture:PublicUrl is an https address, and this request came without TLS. A proxy that ends TLS must be listed in Posture:KnownProxies "
                + "and send X-Forwarded-Proto and X-Forwarded-For.");
        }
        else if (HttpMethods.IsGet(request.Method) && IsPage(request) && new Uri(address.Canonical).IsLoopback
            && !address.Canonical.EndsWith("//" + request.Host.Value, StringComparison.OrdinalIgnoreCase))
        {
            context.Response.Redirect(address.Canonical + request.PathBase + request.Path + request.QueryString);
        }
        else
        {
            await next(context);
        }
    }

    private static Task MisdirectedAsync(HttpContext context, string why)
    {
        context.Response.StatusCode = StatusCodes.Status421MisdirectedRequest;
        return context.Response.WriteAsync(why, context.RequestAborted);
    }

    private static bool IsPage(HttpRequest request) => request.Headers.Accept.ToString().Contains("text/html", StringComparison.OrdinalIgnoreCase);
}
