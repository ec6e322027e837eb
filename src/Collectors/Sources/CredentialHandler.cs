using System.Net;
using System.Net.Http.Headers;

namespace Posture.Collectors.Sources;

/// <summary>Adds the bearer token. After a 401 the credential is read again once and, if it changed, the request is sent once more (F-09).</summary>
internal sealed class CredentialHandler(ClusterConnection connection, HttpMessageHandler inner) : DelegatingHandler(inner)
{
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (connection.TlsServerName is { } name)
            request.Headers.Host = name; // the handler checks the certificate against this name
        var token = await connection.Credential.TokenAsync(reload: false, cancellationToken);
        var response = await SendAsync(request, token, cancellationToken);
        if (response.StatusCode != HttpStatusCode.Unauthorized)
            return response;
        var renewed = await connection.Credential.TokenAsync(reload: true, cancellationToken);
        if (renewed == token)
            return response;
        response.Dispose();
        return await SendAsync(request, renewed, cancellationToken);
    }

    private Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, string? token, CancellationToken cancellationToken)
    {
        request.Headers.Authorization = token is null ? null : new AuthenticationHeaderValue("Bearer", token);
        return base.SendAsync(request, cancellationToken);
    }
}
