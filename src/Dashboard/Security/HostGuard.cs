namespace Posture.Dashboard.Security;

/// <summary>
/// Answers only under our own names (a rebound DNS name would otherwise make a foreign page same-origin), and moves people from another loopback name to the
/// canonical one, so that sign-in cookies and redirects meet. Probes of an orchestrator use the address of the pod and are let through.
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
            context.Response.StatusCode = StatusCodes.Status421MisdirectedRequest;
            await context.Response.WriteAsync(
                "host.unknown: this dashboard does not answer under that address. Set Posture:PublicUrl to the address people use.", context.RequestAborted);
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

    private static bool IsPage(HttpRequest request) => request.Headers.Accept.ToString().Contains("text/html", StringComparison.OrdinalIgnoreCase);
}
