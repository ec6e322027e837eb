using Microsoft.AspNetCore.Diagnostics;
using Posture.Dashboard.Identity;

namespace Posture.Dashboard.Security;

/// <summary>An exception of a request that no person looks at becomes a document with a code, never a page; a request that was wrong stays the sender's fault.</summary>
internal sealed class MachineErrors : IExceptionHandler
{
    public async ValueTask<bool> TryHandleAsync(HttpContext httpContext, Exception exception, CancellationToken cancellationToken)
    {
        if (exception is not BadHttpRequestException && Problems.IsForPeople(httpContext.Request))
            return false;
        await Problems.WriteAsync(httpContext, StatusOf(exception), exception is ProviderException ? ProviderException.Code : null);
        return true;
    }

    public static int StatusOf(Exception exception) =>
        exception is BadHttpRequestException wrong ? wrong.StatusCode : StatusCodes.Status500InternalServerError;
}
