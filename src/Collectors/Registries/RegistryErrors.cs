using System.Net;
using System.Security.Authentication;
using Posture.Collectors.Sources;

namespace Posture.Collectors.Registries;

/// <summary>Failures of a registry by their stable codes.</summary>
internal static class RegistryErrors
{
    /// <summary>For a registry that wants fewer requests and does not say for how long.</summary>
    private static readonly TimeSpan Rest = TimeSpan.FromMinutes(1);

    /// <summary>Whatever a registry says, it is asked again after so long.</summary>
    private static readonly TimeSpan LongestRest = TimeSpan.FromHours(1);

    public static RegistryException Of(HttpResponseMessage answer, string host, DateTimeOffset now) => answer.StatusCode switch
    {
        HttpStatusCode.NotFound => new(RegistryException.NotFound, $"{host} has no such image, tag or content"),
        HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden => new(RegistryException.Unauthorized, $"{host} does not let these credentials read the image; give some that may pull it"),
        HttpStatusCode.TooManyRequests => Busy(host, Named(answer, now) ?? Rest),
        HttpStatusCode.ServiceUnavailable when Named(answer, now) is { } rest => Busy(host, rest),
        var status => new("registry.failed", $"{host} answers {(int)status}"),
    };

    /// <summary>It wants to be left alone for a time.</summary>
    public static RegistryException Busy(string host, TimeSpan rest) => new("registry.rate_limited", $"{host} wants fewer requests; it is asked again later") { RetryAfter = rest };

    public static RegistryException Of(Exception exception, string host) => exception switch
    {
        SourceException refused => new(refused.Code, refused.Message, refused),
        HttpRequestException { InnerException: SourceException refused } => new(refused.Code, refused.Message, refused),
        HttpRequestException { InnerException: AuthenticationException tls } => new("registry.tls", $"{host} shows a certificate that is not trusted; add its authority, or name the registry as one of plain HTTP", tls),
        _ => new("registry.unreachable", $"{host} cannot be reached", exception),
    };

    private static TimeSpan? Named(HttpResponseMessage answer, DateTimeOffset now)
    {
        var named = answer.Headers.RetryAfter is { } after ? after.Delta ?? (after.Date is { } date ? date - now : null) : null;
        return named > LongestRest ? LongestRest : named;
    }
}
