using System.Net;
using System.Security.Authentication;
using Posture.Collectors.Sources;

namespace Posture.Collectors.Registries;

/// <summary>Failures of a registry by their stable codes.</summary>
internal static class RegistryErrors
{
    public static RegistryException Of(HttpResponseMessage answer, string host, DateTimeOffset now) => answer.StatusCode switch
    {
        HttpStatusCode.NotFound => new(RegistryException.NotFound, $"{host} has no such image, tag or content"),
        HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden => new("registry.unauthorized", $"{host} does not let these credentials read the image; give some that may pull it"),
        HttpStatusCode.TooManyRequests => new("registry.rate_limited", $"{host} wants fewer requests; it is asked again later")
        {
            RetryAfter = answer.Headers.RetryAfter is { } after ? after.Delta ?? (after.Date is { } date ? date - now : null) : null,
        },
        var status => new("registry.failed", $"{host} answers {(int)status}"),
    };

    public static RegistryException Of(Exception exception, string host) => exception switch
    {
        SourceException refused => new(refused.Code, refused.Message, refused),
        HttpRequestException { InnerException: SourceException refused } => new(refused.Code, refused.Message, refused),
        HttpRequestException { InnerException: AuthenticationException tls } => new("registry.tls", $"{host} shows a certificate that is not trusted; add its authority, or name the registry as one of plain HTTP", tls),
        _ => new("registry.unreachable", $"{host} cannot be reached", exception),
    };
}
