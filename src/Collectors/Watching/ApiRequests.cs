using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Posture.Collectors.Sources;

namespace Posture.Collectors.Watching;

/// <summary>Requests to one API server with deadline, size limits, gate, and every failure named.</summary>
internal sealed class ApiRequests(ClusterClient client, ClusterGate gate, WatchSettings settings, TimeProvider time)
{
    private const string Json = "application/json";

    /// <summary>The server's clock minus ours at the last answer.</summary>
    public TimeSpan? Skew { get; private set; }

    /// <summary>A watch told something.</summary>
    public void Heard() => gate.Heard();

    /// <summary>Gets a path and reads the answer within the deadline. Counts as one of the requests at once.</summary>
    /// <exception cref="ApiException">No answer.</exception>
    public async Task<T> ReadAsync<T>(
        string path, string what, Func<ResponseWindow, CancellationToken, Task<T>> read, CancellationToken cancellationToken, string accept = Json)
    {
        var mark = await gate.EnterAsync(cancellationToken);
        using var deadline = new CancellationTokenSource(settings.Deadline, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellationToken);
        try
        {
            using var response = await SendAsync(path, what, accept, either.Token);
            await using var body = await response.Content.ReadAsStreamAsync(either.Token);
            using var window = new ResponseWindow(body, settings.MaxEventBytes, settings.MaxPageBytes, what);
            var result = await read(window, either.Token);
            gate.Succeeded();
            return result;
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested && FailureReasons.Of(exception, what) is { } failure)
        {
            throw new ApiException(gate.Failed(await ExplainAsync(failure, cancellationToken), mark), exception);
        }
        finally
        {
            gate.Leave();
        }
    }

    /// <summary>Gets a small document.</summary>
    /// <exception cref="ApiException">No answer.</exception>
    public Task<T?> DocumentAsync<T>(string path, string what, JsonTypeInfo<T> type, CancellationToken cancellationToken, string accept = Json)
        where T : class => ReadAsync(path, what, async (window, token) =>
    {
        while (await window.FillAsync(token))
        {
            // A document is decoded whole; the window's limit bounds it.
        }
        return JsonSerializer.Deserialize(window.Unread, type);
    }, cancellationToken, accept);

    /// <summary>Opens a watch: the headers must come within the deadline. The caller disposes the answer.</summary>
    /// <exception cref="ApiException">No answer.</exception>
    public async Task<HttpResponseMessage> OpenAsync(string path, string what, CancellationToken cancellationToken)
    {
        var mark = gate.Pass();
        using var deadline = new CancellationTokenSource(settings.Deadline, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellationToken);
        try
        {
            var response = await SendAsync(path, what, Json, either.Token);
            gate.Succeeded();
            return response;
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested && FailureReasons.Of(exception, what) is { } failure)
        {
            throw new ApiException(gate.Failed(await ExplainAsync(failure, cancellationToken), mark), exception);
        }
    }

    private async Task<HttpResponseMessage> SendAsync(string path, string what, string accept, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path.TrimStart('/'))
        {
            Version = client.Http.DefaultRequestVersion,
            VersionPolicy = client.Http.DefaultVersionPolicy,
        };
        request.Headers.TryAddWithoutValidation("Accept", accept);
        var response = await client.Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
        if (response.Headers.Date is { } date)
            Skew = date - time.GetUtcNow();
        if (FailureReasons.Of(response, what) is not { } failure)
            return response;
        response.Dispose();
        throw new ApiException(failure);
    }

    /// <summary>A refused handshake is explained from the certificate that was shown.</summary>
    private async Task<ApiFailure> ExplainAsync(ApiFailure failure, CancellationToken cancellationToken)
    {
        if (failure.Code != "tls")
            return failure;
        using var deadline = new CancellationTokenSource(settings.Deadline, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellationToken);
        try
        {
            return await client.ExplainTlsAsync(either.Token) is var (code, reason) ? failure with { Code = code, Reason = reason } : failure;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return failure;
        }
    }
}
