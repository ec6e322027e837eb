namespace Posture.Dashboard.Security;

/// <summary>
/// An error without a word gets one. People who may not see something are left to the page that is shown for what is not there: the two are told the same (P-17).
/// </summary>
internal sealed class EmptyErrors(RequestDelegate next)
{
    public async Task InvokeAsync(HttpContext context)
    {
        await next(context);
        var response = context.Response;
        if (response.HasStarted || response.StatusCode < StatusCodes.Status400BadRequest || response.ContentLength > 0)
            return;
        // A page that refused its form has set a type and written nothing.
        response.ContentType = null;
        if (!Problems.IsForPeople(context.Request) || response.StatusCode is not (401 or 403 or 404))
            await Problems.WriteAsync(context);
    }
}
