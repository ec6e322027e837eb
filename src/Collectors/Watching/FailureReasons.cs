using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using Posture.Collectors.Sources;
using Posture.Model.Coverage;

namespace Posture.Collectors.Watching;

/// <summary>Names what went wrong, in the words of the coverage page (reliability.md 8.4).</summary>
internal static class FailureReasons
{
    /// <summary>The failure of an answer, or null when it can be read.</summary>
    public static ApiFailure? Of(HttpResponseMessage response, string what)
    {
        var code = (int)response.StatusCode;
        return response.StatusCode switch
        {
            HttpStatusCode.OK => NotJson(response.Content.Headers.ContentType),
            HttpStatusCode.Gone => ApiFailure.Gone,
            HttpStatusCode.Unauthorized => new("auth_401", CoverageState.Unauthorized, "401: the cluster rejected the credential; give it a new one")
            {
                WholeCluster = true,
            },
            HttpStatusCode.Forbidden => new("forbidden_403", CoverageState.Forbidden,
                $"403: the credential may not read {what}; grant get, list and watch on it (the command 'role' prints the whole role)"),
            HttpStatusCode.NotFound => new("not_found_404", CoverageState.Failed, $"404: {what} is announced but not there; discovery is read again"),
            HttpStatusCode.TooManyRequests => new("throttled_429", CoverageState.Throttled, "429: the API server asks to wait; reading goes on by itself")
            {
                WholeCluster = true,
                RetryAfter = RetryAfter(response.Headers.RetryAfter),
            },
            >= HttpStatusCode.MultipleChoices and < HttpStatusCode.BadRequest => new("redirect_refused", CoverageState.Failed,
                $"{code}: the server redirects, which is never followed; correct the server's address"),
            >= HttpStatusCode.InternalServerError => new("server_error", CoverageState.Failed, $"{code}: the API server failed on {what}")
            {
                RetryAfter = RetryAfter(response.Headers.RetryAfter),
                WholeCluster = response.Headers.RetryAfter is not null,
            },
            _ => new("refused", CoverageState.Failed, $"{code}: the API server refused the request for {what}"),
        };
    }

    /// <summary>The failure that an exception stands for, or null when it is not one of talking to a server.</summary>
    public static ApiFailure? Of(Exception exception, string what) => exception switch
    {
        ApiException known => known.Failure,
        SourceException credential => new(credential.Code, CoverageState.Unauthorized, credential.Message) { WholeCluster = true },
        OperationCanceledException { InnerException: TimeoutException } =>
            Unreachable("connect", "no connection within 10 s; check address, network and firewall"),
        OperationCanceledException => new("timeout", CoverageState.Failed, $"no complete answer for {what} in time"),
        HttpRequestException { InnerException: SourceException refused } => Unreachable(refused.Code, refused.Message),
        HttpRequestException { HttpRequestError: HttpRequestError.NameResolutionError } =>
            Unreachable("dns", "the server's name cannot be resolved; check name and DNS"),
        HttpRequestException { HttpRequestError: HttpRequestError.ConnectionError } =>
            Unreachable("connect", "the server does not accept connections; check address and port"),
        HttpRequestException { HttpRequestError: HttpRequestError.SecureConnectionError } => Unreachable("tls", "no secure connection to the server"),
        JsonException => new("malformed", CoverageState.Failed, $"the answer for {what} is not what an API server sends"),
        HttpRequestException or IOException or InvalidDataException => new("protocol", CoverageState.Failed, $"the connection broke while reading {what}"),
        _ => null,
    };

    private static ApiFailure Unreachable(string code, string reason) => new(code, CoverageState.Failed, reason) { WholeCluster = true };

    private static ApiFailure? NotJson(MediaTypeHeaderValue? type) => type?.MediaType is "application/json"
        ? null
        : new("cluster.not_kubernetes", CoverageState.Failed,
            $"the server answers {PlainText.Of(type?.MediaType ?? "without a type")}, not JSON: this is not a Kubernetes API");

    /// <summary>Seconds only, as API servers send it.</summary>
    private static TimeSpan? RetryAfter(RetryConditionHeaderValue? header) => header?.Delta;
}
